BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:server = Open-SilentServer
    $script:kubeconfig = Join-Path -Path $TestDrive -ChildPath 'config'
    Write-TestKubeconfig -Path $kubeconfig -Server "https://$($server.LocalEndpoint)"
    $script:shell = Open-Shell
}

AfterAll {
    $shell.Runspace.Dispose()
    $server.Stop()
}

$commands = @(
    'Connect-NsmCluster', 'Install-NsmMesh', 'Get-NsmMesh', 'Wait-NsmMesh', 'Uninstall-NsmMesh', 'New-NsmSampleApp icmp-responder'
    'Get-NsmSampleApp', 'Remove-NsmSampleApp icmp-responder', 'Test-NsmIcmpConnectivity', 'Test-NsmMesh', 'Repair-NsmMesh'
    'Update-NsmMesh', 'Get-NsmConnection', 'Watch-NsmConnection'
    'Get-NsmAdapter -Address $address', 'Test-NsmAdapter $address', 'Get-NsmAdapterOperation -Address $address'
    'Watch-NsmAdapterEvent $address'
    'Invoke-NsmAdapterOperation custom -Address $address'
)

Describe 'Ctrl+C' {
    It 'stops <_> while nobody answers it, without an error, and the shell stays usable' -ForEach $commands {
        $given = $_ -match '\$address' -and $_ -notmatch '^Invoke' ? $_ : "$_ -Kubeconfig `$kubeconfig"
        $shell.Commands.Clear()
        $null = $shell.AddScript("param(`$address, `$kubeconfig) `$ConfirmPreference = 'None'; $given").
            AddArgument("$($server.LocalEndpoint)").AddArgument($kubeconfig)
        $running = $shell.BeginInvoke()
        Wait-Answer -Ask { $server.Pending() } | Should -BeTrue
        $shell.Stop()
        { $shell.EndInvoke($running) } | Should -Throw -ExpectedMessage '*stopped*'
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Streams.Error | Should -BeNullOrEmpty
        while ($server.Pending()) { $server.AcceptSocket().Dispose() }
        $shell.Commands.Clear()
        $shell.AddScript('(Get-NsmRelease).Count').Invoke() | Should -Be 3
    }

    It 'stops a job in which a command waits' {
        $module = (Get-Module -Name NsmPS).Path
        $job = Start-ThreadJob -ScriptBlock { Import-Module -Name $using:module; Get-NsmMesh -Kubeconfig $using:kubeconfig }
        $null = Wait-Answer -Ask { $server.Pending() }
        $job | Stop-Job
        $job.State | Should -Be 'Stopped'
        $job | Remove-Job
        while ($server.Pending()) { $server.AcceptSocket().Dispose() }
    }
}

Describe 'A timeout' {
    It 'ends the plan for each cluster that never answers, says that nothing was changed, and names all of several' {
        $problem = Get-Problem { Install-NsmMesh -Context second -Timeout 1 -Kubeconfig $kubeconfig }
        $problem.FullyQualifiedErrorId | Should -Be 'WaitTimedOut,NsmPS.Commands.InstallNsmMeshCommand'
        $problem.ErrorDetails.Message | Should -BeLike '*second*nothing was changed*'
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
        Install-NsmMesh -Context first, second, nowhere -Timeout 1 -Kubeconfig $kubeconfig @quiet
        @($problems | ForEach-Object { "$(($_.FullyQualifiedErrorId -split ',')[0]) $(($_.ErrorDetails.Message -split ':')[0])" } |
            Sort-Object) |
            Should -Be @('ContextNotFound nowhere', 'WaitTimedOut first', 'WaitTimedOut second')
        while ($server.Pending()) { $server.AcceptSocket().Dispose() }
    }
}
