# Stands in for the part of Pester 5 that the Pester files use, and for the commands of pwsh that the bare engine lacks. A module, as Pester is: a script
# block that it dot-sources runs in the scope of the file that calls it.

# The block whose body is being read.
$block = $null

function New-Block([string] $Name, [hashtable] $Data) {
    @{ Name = $Name; Data = $Data; Items = [System.Collections.Generic.List[object]]::new(); BeforeAll = {}; AfterAll = {}; BeforeEach = {}; AfterEach = {} }
}

# The name of one case of -ForEach: <word> stands for its value.
function Expand-Name([string] $Name, [hashtable] $Data) {
    foreach ($word in $Data.Keys) { $Name = $Name.Replace("<$word>", "$($Data[$word])") }
    $Name
}

# Begins a file; the block that is returned will hold what the file describes.
function Start-Discovery {
    $script:block = New-Block -Name '' -Data @{}
    $script:block
}

# The cases are not in $ForEach, because in a loop that is the loop's enumerator.
function Describe {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Mandatory, Position = 1)] [scriptblock] $Fixture,
        [Alias('ForEach')] [hashtable[]] $Cases = @(@{})
    )

    $parent = $script:block
    foreach ($case in $Cases) {
        $script:block = New-Block -Name (Expand-Name $Name $case) -Data $case
        $parent.Items.Add($script:block)
        & $Fixture
        $script:block = $parent
    }
}

function Context {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Mandatory, Position = 1)] [scriptblock] $Fixture,
        [Alias('ForEach')] [hashtable[]] $Cases = @(@{})
    )

    Describe @PSBoundParameters
}

function It {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Mandatory, Position = 1)] [scriptblock] $Test,
        [Alias('ForEach')] [hashtable[]] $Cases = @(@{})
    )

    foreach ($case in $Cases) { $script:block.Items.Add(@{ Name = $Name; Data = $case; Test = $Test }) }
}

function BeforeDiscovery([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { . $ScriptBlock }
function BeforeAll([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { $script:block.BeforeAll = $ScriptBlock }
function AfterAll([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { $script:block.AfterAll = $ScriptBlock }
function BeforeEach([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { $script:block.BeforeEach = $ScriptBlock }
function AfterEach([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { $script:block.AfterEach = $ScriptBlock }

function Test-Equal($Actual, $Expected) {
    if ($Expected -isnot [array] -and $Actual -isnot [array]) { return $Actual -eq $Expected }
    # Nothing equals no elements.
    $left = @(if ($null -ne $Actual) { $Actual })
    $right = @($Expected)
    if ($left.Count -ne $right.Count) { return $false }
    for ($i = 0; $i -lt $left.Count; $i++) { if ($left[$i] -ne $right[$i]) { return $false } }
    $true
}

function Should {
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipeline)] $ActualValue,
        [switch] $Not,
        [Parameter(Mandatory, ParameterSetName = 'Be')] [AllowNull()] [AllowEmptyString()] [AllowEmptyCollection()] $Be,
        [Parameter(Mandatory, ParameterSetName = 'BeFalse')] [switch] $BeFalse,
        [Parameter(Mandatory, ParameterSetName = 'BeGreaterOrEqual')] $BeGreaterOrEqual,
        [Parameter(Mandatory, ParameterSetName = 'BeGreaterThan')] $BeGreaterThan,
        [Parameter(Mandatory, ParameterSetName = 'BeLike')] [string] $BeLike,
        [Parameter(Mandatory, ParameterSetName = 'BeNullOrEmpty')] [switch] $BeNullOrEmpty,
        [Parameter(Mandatory, ParameterSetName = 'BeOfType')] [string] $BeOfType,
        [Parameter(Mandatory, ParameterSetName = 'BeTrue')] [switch] $BeTrue,
        [Parameter(Mandatory, ParameterSetName = 'Contain')] $Contain,
        [Parameter(Mandatory, ParameterSetName = 'HaveCount')] [int] $HaveCount,
        [Parameter(Mandatory, ParameterSetName = 'Match')] [string] $Match,
        [Parameter(Mandatory, ParameterSetName = 'Throw')] [switch] $Throw,
        [Parameter(ParameterSetName = 'Throw')] [string] $ErrorId,
        [string] $Because
    )

    begin { $values = [System.Collections.Generic.List[object]]::new() }

    process { if ($PSBoundParameters.ContainsKey('ActualValue')) { $values.Add($ActualValue) } }

    end {
        $operator = $PSCmdlet.ParameterSetName
        # These look at all that came through the pipeline together, the others at one after the other.
        $together = $operator -in 'Be', 'BeNullOrEmpty', 'Contain', 'HaveCount'
        $rounds = if ($together -or $values.Count -eq 0) { 1 } else { $values.Count }
        for ($round = 0; $round -lt $rounds; $round++) {
            $several = @(if ($together) { $values } elseif ($values.Count -gt 0) { $values[$round] })
            $actual = if ($several.Count -eq 1) { $several[0] } elseif ($several.Count -gt 1) { $several } else { $null }
            $happened = $null
            $held = switch ($operator) {
                'Be' { Test-Equal -Actual $actual -Expected $Be }
                'BeFalse' { -not $actual }
                'BeGreaterOrEqual' { $actual -ge $BeGreaterOrEqual }
                'BeGreaterThan' { $actual -gt $BeGreaterThan }
                'BeLike' { $actual -like $BeLike }
                'BeNullOrEmpty' { $null -eq $actual -or ($actual -is [string] -and $actual -eq '') -or ($actual -is [System.Collections.ICollection] -and $actual.Count -eq 0) }
                'BeOfType' { $actual -is ($BeOfType -as [type]) }
                'BeTrue' { [bool] $actual }
                'Contain' { @($actual) -contains $Contain }
                'HaveCount' { $several.Count -eq $HaveCount }
                'Match' { $actual -match $Match }
                'Throw' {
                    try { $null = & $actual } catch { $happened = $_.FullyQualifiedErrorId }
                    $null -ne $happened -and ($ErrorId -eq '' -or $happened -like $ErrorId)
                }
            }
            if ([bool] $held -eq [bool] $Not) {
                $shown = if ($operator -eq 'Throw') { "the error '$happened' was thrown" } else { "got '$($actual -join "', '")'" }
                $expected = "$($PSBoundParameters[$operator])$ErrorId"
                throw "Expected $(if ($Not) { '-Not ' })-$operator $expected, but $shown. $Because"
            }
        }
    }
}

function Join-Path([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $ChildPath) { [System.IO.Path]::Join($Path, $ChildPath) }

function Test-Path([Parameter(Mandatory)] [string] $Path) { [System.IO.Path]::Exists($Path) }

function Set-Content([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $Value) { [System.IO.File]::WriteAllText($Path, $Value) }

function Sort-Object {
    [string[]] $sorted = @($input | Where-Object { $null -ne $_ })
    [array]::Sort($sorted)
    $sorted
}
