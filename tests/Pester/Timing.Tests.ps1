# The only tests here that judge time. They run alone, and their limits are generous: only a wrong order of magnitude fails.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:server = Open-SilentServer
    $script:kubeconfig = Join-Path -Path $TestDrive -ChildPath 'config'
    Write-TestKubeconfig -Path $kubeconfig -Server "https://$($server.LocalEndpoint)"
}

AfterAll {
    $server.Stop()
}

Describe 'Import-Module' {
    It 'takes less than two seconds in a new shell' {
        $module = (Get-Module -Name NsmPS).Path
        $script = "(Measure-Command { Import-Module -Name '$module' }).TotalSeconds.ToString([cultureinfo]::InvariantCulture)"
        [double] (dotnet (Join-Path -Path $PSHOME -ChildPath 'pwsh.dll') -NoProfile -Command $script) | Should -BeLessThan 2
    }
}

Describe 'The tab key' {
    It 'holds nobody up when the cluster never answers' {
        $line = "Get-NsmMesh -Kubeconfig $kubeconfig -Namespace nsm"
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches | Should -BeNullOrEmpty
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
    }
}

Describe 'Ctrl+C' {
    It 'stops a command that waits for a cluster within a second, give or take another' {
        $shell = Open-Shell
        $running = $shell.AddScript('param($kubeconfig) Install-NsmMesh -Kubeconfig $kubeconfig').AddArgument($kubeconfig).BeginInvoke()
        Wait-Answer -Ask { $server.Pending() } | Should -BeTrue
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 2
        { $shell.EndInvoke($running) } | Should -Throw -ExpectedMessage '*stopped*'
        $shell.Runspace.Dispose()
    }
}
