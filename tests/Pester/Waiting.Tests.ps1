BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')

    # Runs a command in a shell of its own, and gives what that showed while it ran and its first error.
    function Watch-Shell {
        param([Parameter(Mandatory)] [string] $Command, [string] $Kubeconfig = $sandbox.Kubeconfig)

        $shell = Open-Shell
        $null = $shell.AddScript("`$ConfirmPreference = 'None'; $Command -Kubeconfig '$Kubeconfig'")
        try { $null = $shell.Invoke(); $ending = $null } catch { $ending = $_.Exception.InnerException.ErrorRecord }
        [pscustomobject]@{
            Progress = @($shell.Streams.Progress); Warning = @($shell.Streams.Warning.Message)
            Error = $ending ?? $shell.Streams.Error[0]
        }
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }
}

Describe 'What is seen of a wait' {
    BeforeAll { $script:sandbox = Connect-TestSandbox }

    AfterAll { $sandbox | Stop-NsmSandbox }

    It 'says why an installation waits, and for which cluster' {
        Set-NsmSandboxFault -Fault ImageFailure -Target nsmd
        $seen = Watch-Shell -Command 'Install-NsmMesh -ForwardingPlane kernel -Timeout 4'
        Set-NsmSandboxFault -Clear
        $why = @($seen.Progress | Where-Object StatusDescription -Match '^container nsmd\w*: \w*Image\w*: .*\(Pod/nsm-system/nsmgr-\w+')
        $why | Should -Not -BeNullOrEmpty
        $why[0].Activity | Should -BeLike "$($sandbox.Context): Install NSM *"
        $why[0].CurrentOperation | Should -Match '^(Waiting|Proving)'
        $seen.Progress[-1].RecordType | Should -Be 'Completed'
    }

    It 'tells the reason of many once, and keeps events and logs for who looks closer' {
        Set-NsmSandboxFault -Fault PodCrash -Target nsmgr
        $problem = (Watch-Shell -Command 'Install-NsmMesh -ForwardingPlane kernel -Timeout 6').Error
        Set-NsmSandboxFault -Clear
        "$problem" | Should -Match 'Pod/nsm-system/nsmgr-\w+ and 2 more: '
        "$problem" | Should -Not -Match '(?m)^\s*(log|last event):'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Get-NsmErrorHelp | Format-List'
        ($problem | Get-NsmErrorHelp).Detail | Should -Match '(?m)^\s*(log|last event): '
        $problem.Exception.Detail | Should -Be ($problem | Get-NsmErrorHelp).Detail
    }

    It 'keeps the names of two clusters at 120 columns' {
        # A host gives the activity half of the line.
        $kubeconfig = Join-Path -Path $TestDrive -ChildPath 'two'
        Write-TestKubeconfig -Path $kubeconfig -Server 'https://127.0.0.1:1'
        $long = 'arn:aws:eks:eu-central-1:111122223333:cluster/production'
        (Get-Content -LiteralPath $kubeconfig -Raw) -replace 'name: first', "name: $long-a" -replace 'name: second', "name: $long-b" |
            Set-Content -LiteralPath $kubeconfig
        $seen = Watch-Shell -Kubeconfig $kubeconfig -Command "Wait-NsmMesh -Context $long-a, $long-b -Timeout 3"
        @($seen.Progress.Activity | Sort-Object -Unique) |
            Should -Be 'arn:aws:eks:eu…er/production-a: Wait for NSM', 'arn:aws:eks:eu…er/production-b: Wait for NSM'
    }
}

Describe 'A sample with far too many clients' {
    BeforeAll {
        $script:sandbox = Connect-TestSandbox
        $null = Install-NsmMesh -ForwardingPlane kernel
    }

    AfterAll { $sandbox | Stop-NsmSandbox }

    It 'is one error of a few lines, each reason once' {
        $null = New-NsmSampleApp -Name icmp-responder
        $patch = @{ spec = @{ replicas = 380 } } | ConvertTo-Json
        $null = Invoke-SandboxApi -Sandbox $sandbox -Patch merge-patch -Body $patch `
            -Path '/apis/apps/v1/namespaces/nsm-system/deployments/icmp-responder-nsc'
        $app = Wait-Answer -Ask { Get-NsmSampleApp -Name icmp-responder } -Until { $_.Message -match 'scheduled' }
        $app.Message | Should -Match '^icmp-responder-nsc-[\w-]+ and \d+ more: '
        ($app.Message -split '; ').Count | Should -BeLessThan 8
    }
}

Describe 'A manager that takes too long to answer' {
    BeforeAll {
        $script:sandbox = Connect-TestSandbox
        $null = Install-NsmMesh -ForwardingPlane kernel
    }

    AfterAll { $sandbox | Stop-NsmSandbox }

    It 'is a warning, because what it knows is missing' {
        Set-NsmSandboxFault -Fault Latency -Delay 60 -RequestPath portforward
        $null = Get-NsmConnection -WarningVariable told -WarningAction SilentlyContinue
        Set-NsmSandboxFault -Clear
        @($told) -like '*The manager of node sandbox-node-* did not answer within 20 s.' | Should -HaveCount 3
        $null = Get-NsmConnection -WarningVariable told
        $told | Should -BeNullOrEmpty
    }
}
