# Runs a Pester file as Pester 5 does, with PesterStandIn.psm1 in its place: first the file is read, then in new scopes what it describes is run. Writes a
# line for each test. Not in the module, because script blocks of the file must run in scopes of this session. Names are long, for every test sees them.
param([string] $Path, [hashtable] $Data = @{})

function Get-StandInProblem {
    param($ProblemOfTheTest)
    "$($ProblemOfTheTest.FullyQualifiedErrorId): $ProblemOfTheTest $($ProblemOfTheTest.ScriptStackTrace)".ReplaceLineEndings(' ')
}

function Invoke-StandInTest {
    param($TestToRun, $BlocksAround, $NameOfTheTest)

    foreach ($WordOfTheTest in $TestToRun.Data.Keys) { $ExecutionContext.SessionState.PSVariable.Set("local:$WordOfTheTest", $TestToRun.Data[$WordOfTheTest]) }
    try {
        foreach ($BlockOfTheTest in $BlocksAround) { . $BlockOfTheTest.BeforeEach }
        $null = . $TestToRun.Test
        "Passed $NameOfTheTest"
    }
    catch {
        "Failed $NameOfTheTest $(Get-StandInProblem $_)"
    }
    finally {
        foreach ($BlockOfTheTest in $BlocksAround) { $null = . $BlockOfTheTest.AfterEach }
    }
}

function Invoke-StandInBlock {
    param($BlockToRun, $BlocksAround, $NameOfTheBlock)

    foreach ($WordOfTheBlock in $BlockToRun.Data.Keys) { $ExecutionContext.SessionState.PSVariable.Set("local:$WordOfTheBlock", $BlockToRun.Data[$WordOfTheBlock]) }
    try {
        $null = . $BlockToRun.BeforeAll
        foreach ($ItemOfTheBlock in $BlockToRun.Items) {
            $NameOfTheItem = "$NameOfTheBlock$(Expand-Name $ItemOfTheBlock.Name $ItemOfTheBlock.Data)"
            if ($ItemOfTheBlock.Test) { Invoke-StandInTest $ItemOfTheBlock @($BlocksAround; $BlockToRun) $NameOfTheItem }
            else { Invoke-StandInBlock $ItemOfTheBlock @($BlocksAround; $BlockToRun) "$NameOfTheItem. " }
        }
    }
    catch {
        "Failed $NameOfTheBlock$(Get-StandInProblem $_)"
    }
    finally {
        $null = . $BlockToRun.AfterAll
    }
}

# Reads the file; its parameters are known to what it describes, too.
function Read-StandInFile {
    param($FileToRead, [hashtable] $DataOfTheFile)

    $RootOfTheFile = Start-Discovery
    . $FileToRead @DataOfTheFile
    foreach ($ParameterOfTheFile in (Get-Command -Name $FileToRead).ScriptBlock.Ast.ParamBlock.Parameters.Name.VariablePath.UserPath) {
        $RootOfTheFile.Data[$ParameterOfTheFile] = $ExecutionContext.SessionState.PSVariable.GetValue($ParameterOfTheFile)
    }
    $RootOfTheFile
}

$TestDrive = [System.IO.Directory]::CreateTempSubdirectory('nsmps-pester-').FullName
try {
    Invoke-StandInBlock (Read-StandInFile $Path $Data) @() ''
}
finally {
    [System.IO.Directory]::Delete($TestDrive, $true)
}
