# Stands in for the real module: one function per thing that the console has to show, ask or judge.

function Get-Wire {
    [CmdletBinding()]
    param([int] $Count = 2)

    foreach ($number in 1..$Count) {
        [pscustomobject] @{ PSTypeName = 'Test.Wire'; Client = "client-$number"; Verdict = 'Ok'; NotInTheView = 'hidden' }
    }
}

function Invoke-Progress {
    [CmdletBinding()]
    param([int] $Steps = 4)

    $record = [System.Management.Automation.ProgressRecord]::new(1, 'Installing the mesh', 'starting')
    foreach ($step in 1..$Steps) {
        $record.StatusDescription = "step $step of $Steps"
        $record.PercentComplete = 100 * $step / $Steps
        $PSCmdlet.WriteProgress($record)
        # Longer than the console's redraw interval.
        $null = [System.Threading.ManualResetEvent]::new($false).WaitOne(120)
        if ($step -eq 2) { 'a line in between' }
    }

    $record.RecordType = 'Completed'
    $PSCmdlet.WriteProgress($record)
    'installed'
}

function Invoke-Failure {
    [CmdletBinding()]
    param([switch] $Terminating)

    $record = [System.Management.Automation.ErrorRecord]::new([System.Exception]::new('inner text'), 'ClusterUnreachable', 'ConnectionError', 'cluster-1')
    $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new('The cluster does not answer.')
    $record.ErrorDetails.RecommendedAction = 'Check the kubeconfig.'
    if ($Terminating) { $PSCmdlet.ThrowTerminatingError($record) } else { $PSCmdlet.WriteError($record) }
}

function Write-EveryStream {
    [CmdletBinding()]
    param()

    'output'
    $PSCmdlet.WriteWarning('warning')
    $PSCmdlet.WriteVerbose('verbose')
    $PSCmdlet.WriteDebug('debug')
    $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([System.Exception]::new('error'), 'Id', 'NotSpecified', $null))
}

function Set-Wire {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [securestring] $Key)

    if ($PSCmdlet.ShouldProcess($Name)) { "wire $Name set, key of $($Key.Length)" }
}
