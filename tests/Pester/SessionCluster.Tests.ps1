# A session that works on a sandbox never meets another cluster unnoticed. The kubeconfig that the user has leads to a decoy, which nobody
# may ask anything.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:decoy = Open-SilentServer
    $script:usual = $env:KUBECONFIG
    $env:KUBECONFIG = Join-Path -Path $TestDrive -ChildPath 'usual.yaml'
    Write-TestKubeconfig -Path $env:KUBECONFIG -Server "https://127.0.0.1:$($decoy.LocalEndpoint.Port)"
    $script:module = (Get-Module -Name NsmPS).Path
    $script:ask = [scriptblock]::Create("
        Import-Module -Name '$module'
        try { (Get-NsmMesh -Verbose -ErrorAction Stop 4>&1) -join ' ' } catch { `$_.FullyQualifiedErrorId }")
}

AfterAll {
    Stop-NsmSandbox -All
    Disconnect-NsmCluster
    $env:KUBECONFIG = $usual
    $decoy.Stop()
}

Describe 'What a session starts' {
    BeforeAll {
        $script:sandbox = Connect-TestSandbox
    }

    It 'works on its sandbox: <name>' -ForEach @(
        @{ name = 'a thread job'; run = { Start-ThreadJob -ScriptBlock $ask | Receive-Job -Wait -AutoRemoveJob } }
        @{ name = 'ForEach-Object -Parallel'; run = {
            $text = "$ask"
            1, 2 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:text)) }
        } }
        @{ name = 'a job in another process'; run = { Start-Job -ScriptBlock $ask | Receive-Job -Wait -AutoRemoveJob } }
        @{ name = 'a command in the background'; run = {
            & ([scriptblock]::Create("& { $ask } &")) | Receive-Job -Wait -AutoRemoveJob
        } }
        @{ name = 'another shell'; run = { dotnet "$PSHOME/pwsh.dll" -NoProfile -Command "$ask" } }
    ) {
        $said = & $run
        $said | Should -Not -BeNullOrEmpty
        $said | Should -BeLike "*Cluster $($sandbox.Context) at $($sandbox.Address)*"
        $decoy.Pending() | Should -BeFalse
    }

    It 'has to choose where sessions of the process have chosen differently' {
        $shell = Open-Shell
        $null = $shell.AddScript("Start-NsmSandbox").Invoke()
        & $ask | Should -BeLike "*$($sandbox.Context)*"
        $other = Open-Shell
        $other.AddScript("$ask").Invoke() | Should -Be 'ClusterNotChosen,NsmPS.Commands.GetNsmMeshCommand'
        $other.Commands.Clear()
        $other.AddScript("Get-NsmMesh -Kubeconfig '$($sandbox.Kubeconfig)'; 'fine'").Invoke() | Should -Be 'fine'
        $shell.Runspace.Dispose()
        $other.Runspace.Dispose()
        $decoy.Pending() | Should -BeFalse
    }
}

Describe 'A session whose sandbox was stopped' {
    BeforeEach {
        $null = Connect-TestSandbox
        Stop-NsmSandbox
    }

    It 'refuses <_> until a cluster is chosen' -ForEach 'Get-NsmMesh', 'Install-NsmMesh', 'Uninstall-NsmMesh -Force', 'Test-NsmMesh -Quiet',
        'Get-NsmClient', 'Export-NsmTopology', 'Invoke-NsmAdapterOperation network_service_mesh' {
        $problem = Get-Problem ([scriptblock]::Create($_))
        $problem.FullyQualifiedErrorId | Should -BeLike 'ClusterNotChosen,*'
        "$problem" | Should -BeLike '*was stopped*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-NsmCluster*'
        $decoy.Pending() | Should -BeFalse
    }

    It 'lets what it starts refuse as well' {
        Start-ThreadJob -ScriptBlock $ask | Receive-Job -Wait -AutoRemoveJob | Should -BeLike 'ClusterNotChosen,*'
        Start-Job -ScriptBlock $ask | Receive-Job -Wait -AutoRemoveJob | Should -BeLike 'ClusterNotChosen,*'
        $decoy.Pending() | Should -BeFalse
    }

    It 'goes on with a new sandbox' {
        $new = Start-NsmSandbox -PassThru
        (Get-NsmContext).Kubeconfig | Should -Be $new.Kubeconfig
        & $ask | Should -BeLike "*$($new.Context)*"
    }

    It 'goes back to the kubeconfig of the user when it is told to' {
        Disconnect-NsmCluster
        (Get-NsmContext)[0].Kubeconfig | Should -Be $env:KUBECONFIG
    }
}

Describe 'A session that loads the module again' {
    It 'has not forgotten its cluster' {
        $lines = dotnet "$PSHOME/pwsh.dll" -NoProfile -Command "
            Import-Module -Name '$module'
            Start-NsmSandbox
            Import-Module -Name '$module' -Force
            try { Get-NsmMesh -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }"
        $lines | Should -Be 'KubeconfigNotFound,NsmPS.Commands.GetNsmMeshCommand' -Because 'its sandbox has ended with the module'
        $decoy.Pending() | Should -BeFalse
    }
}

Describe 'A session whose choice failed' {
    It 'does not fall back to another cluster after <_>' -ForEach 'Start-NsmSandbox -Node 1000', 'Connect-NsmCluster -Context nowhere' {
        Get-Problem ([scriptblock]::Create($_)) | Should -Not -BeNullOrEmpty
        (Get-Problem { Get-NsmMesh }).FullyQualifiedErrorId | Should -Be 'ClusterNotChosen,NsmPS.Commands.GetNsmMeshCommand'
        $decoy.Pending() | Should -BeFalse
    }
}

Describe 'The cluster and its server' {
    BeforeAll {
        $script:sandbox = Connect-TestSandbox
        $script:shown = "*on cluster $($sandbox.Context) at $($sandbox.Address)*"
    }

    It 'are in what -WhatIf says' {
        $file = Join-Path -Path $TestDrive -ChildPath 'whatif.txt'
        dotnet "$PSHOME/pwsh.dll" -NoProfile -Command "Import-Module '$module'; Install-NsmMesh -WhatIf" > $file
        Get-Content -LiteralPath $file -Raw | Should -BeLike $shown
    }

    It 'are in the verbose output of <_>' -ForEach 'Get-NsmMesh', 'Test-NsmPrerequisite', 'Get-NsmClient', 'Install-NsmMesh' {
        (& $_ -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }) -join "`n" |
            Should -BeLike "*Cluster $($sandbox.Context) at $($sandbox.Address)*"
    }
}
