# The assertions of NsmPS for Pester. Import-NsmAssertion runs this file in the session that asks for it.
$assertions = New-Module -Name NsmPS.Assertions -ScriptBlock {
    # The clients that are meant: by name, by workload, or as objects of Get-NsmClient and of pods.
    function Find-Client($Value) {
        $name = if ($Value -is [NsmPS.NsmIcmpResult] -or $Value -is [NsmPS.NsmConnection]) { $Value.Client }
        elseif ($Value.PSObject.Properties['Name']) { $Value.Name }
        else { "$Value" }
        Get-NsmClient | Where-Object { $_.Name -eq $name -or $_.Workload -eq $name }
    }

    # What Pester wants to know of an assertion.
    function New-Answer([bool] $Holds, [bool] $Negate, [string] $Expected, [string] $Seen, [string] $Because) {
        $reason = if ($Because) { ", because $($Because -replace '^because\s+')" }
        [pscustomobject]@{
            Succeeded = $Holds -ne $Negate
            FailureMessage = "Expected $(if ($Negate) { 'not ' })that $Expected$reason, but $Seen."
        }
    }

    # The wires that are there: those that are up, and those that carry packets where it cannot be seen which endpoint is their other end.
    function Find-Living($Client, $Wires) {
        $unknown = @($Wires | Where-Object { "$($_.State)" -eq 'Unknown' })
        $proven = @(if ($unknown) { ($Client | Test-NsmIcmpConnectivity | Where-Object { "$($_.Verdict)" -eq 'Ok' }).Interface })
        $Wires | Where-Object { "$($_.State)" -eq 'Up' -or ($_ -in $unknown -and $_.ClientInterface -in $proven) }
    }

    function Test-HaveWire($ActualValue, [switch] $Negate, [string] $Because, [string] $To, [int] $Count) {
        $clients = @(Find-Client $ActualValue)
        $seen = if (-not $clients) { @("there is no client '$ActualValue'") }
        $seen += foreach ($client in $clients) {
            $wires = @(Get-NsmConnection | Where-Object { $_.Client -eq $client.Name -and $_.ClientNamespace -eq $client.Namespace })
            $up = @(Find-Living $client $wires | Where-Object { -not $To -or $To -in $_.NetworkService, $_.Endpoint })
            if (-not $up -or ($Count -and $up.Count -ne $Count)) {
                $has = $wires | ForEach-Object { "one to '$($_.NetworkService)' that is $($_.State) $($_.Detail)".TrimEnd() }
                "client '$($client.Name)' has $(if ($has) { $has -join ' and ' } else { 'none' })"
            }
        }
        $what = "every client of '$ActualValue' has $(if ($Count) { "$Count wires" } else { 'a wire' })$(if ($To) { " to '$To'" })"
        New-Answer -Holds (-not $seen) -Negate $Negate -Expected $what -Seen ($seen ? $seen -join '; ' : 'it has') -Because $Because
    }

    function Test-Reach($ActualValue, [switch] $Negate, [string] $Because, [double] $MaximumLoss = 0, [string] $Locality) {
        $clients = @(Find-Client $ActualValue)
        $seen = if (-not $clients) { @("there is no client '$ActualValue'") }
        $rows = @(if ($clients) { $clients | Test-NsmIcmpConnectivity })
        if ($Locality) {
            $rows = @($rows | Where-Object { "$($_.Locality)" -eq $Locality })
        }
        if ($clients -and -not $rows) { $seen += @("no wire of it is $(if ($Locality) { $Locality } else { 'there' })") }
        $seen += foreach ($row in $rows) {
            $fine = "$($row.Verdict)" -eq 'Ok' -or ("$($row.Verdict)" -eq 'PartialLoss' -and $row.LossPercent -le $MaximumLoss)
            if (-not $fine) {
                "the ping of '$($row.Client)' to '$($row.EndpointAddress)' is $($row.Verdict), $($row.Received) of $($row.Sent) came back"
            }
        }
        $what = "every client of '$ActualValue' reaches its endpoints with at most $MaximumLoss % loss"
        New-Answer -Holds (-not $seen) -Negate $Negate -Expected $what -Seen ($seen ? $seen -join '; ' : 'it does') -Because $Because
    }

    function Test-BeInjected($ActualValue, [switch] $Negate, [string] $Because) {
        $clients = @(Find-Client $ActualValue)
        $seen = if (-not $clients) { @("there is no client '$ActualValue'") }
        $seen += foreach ($client in $clients | Where-Object { -not $_.Injected }) { "client '$($client.Name)' lacks NSM's containers" }
        $what = "NSM's webhook has injected every client of '$ActualValue'"
        New-Answer -Holds (-not $seen) -Negate $Negate -Expected $what -Seen ($seen ? $seen -join '; ' : 'it has') -Because $Because
    }

    function Test-HaveNoResidue($ActualValue, [switch] $Negate, [string] $Because) {
        $context = if ($ActualValue) { @{ Context = "$ActualValue" } } else { @{} }
        $seen = @(Get-NsmResidue @context | ForEach-Object { "$($_.Kind) '$($_.Name)'" })
        $what = "nothing of NSM is left on the cluster"
        New-Answer -Holds (-not $seen) -Negate $Negate -Expected $what -Because $Because `
            -Seen ($seen ? "there is $($seen -join ', ')" : 'nothing is')
    }
}

foreach ($name in 'HaveWire', 'Reach', 'BeInjected', 'HaveNoResidue') {
    $test = & $assertions { (Get-Command -Name "Test-$($args[0])").ScriptBlock } $name
    Pester\Add-ShouldOperator -Name $name -InternalName "Test-$name" -Test $test
}
