BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:examples = Join-Path -Path $PSScriptRoot -ChildPath '../../examples'

    # What the examples start is seen by nobody else, and nobody's cluster is reached.
    $script:surroundings = @{
        XDG_STATE_HOME = Join-Path -Path $TestDrive -ChildPath 'state'
        KUBECONFIG     = Join-Path -Path $TestDrive -ChildPath 'none'
        NO_COLOR       = '1'
    }

    # Runs the PowerShell that runs this, in a process of its own, to its end. The .NET tool is no program of its own: dotnet runs it.
    function Invoke-Shell {
        param([Parameter(Mandatory)] [string[]] $Argument)

        $start = [System.Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
        $tool = @(if ((Split-Path -Path $start.FileName -LeafBase) -eq 'dotnet') { Join-Path -Path $PSHOME -ChildPath 'pwsh.dll' })
        foreach ($item in $tool + '-NoProfile' + '-NonInteractive' + $Argument) { $start.ArgumentList.Add($item) }
        foreach ($name in $surroundings.Keys) { $start.Environment[$name] = $surroundings[$name] }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true

        $process = [System.Diagnostics.Process]::Start($start)
        try {
            $process.StandardInput.Close()
            $problems = $process.StandardError.ReadToEndAsync()
            $lines = @($process.StandardOutput.ReadToEnd() -split '\r?\n' | Where-Object { $_ })
            $process.WaitForExit()
            [pscustomobject]@{ ExitCode = $process.ExitCode; Lines = $lines; Problems = $problems.Result }
        }
        finally {
            $process.Dispose()
        }
    }

    # An example as a newcomer runs it. Switches and values follow its name.
    function Invoke-Example {
        param(
            [Parameter(Mandatory)] [string] $Name,
            [Parameter(ValueFromRemainingArguments)] [string[]] $Argument = @()
        )

        Invoke-Shell -Argument (@('-File', (Join-Path -Path $examples -ChildPath $Name)) + $Argument)
    }
}

Describe 'first-run.ps1' {
    BeforeAll {
        $script:run = Invoke-Example -Name first-run.ps1
    }

    It 'ends well and writes no error' {
        $run.Problems | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
    }

    It 'says at once that the cluster is simulated' {
        $run.Lines[0] | Should -BeLike '*simulated cluster*'
    }

    It 'shows <command>' -ForEach @(
        @{ command = 'Install-NsmMesh' }
        @{ command = 'New-NsmSampleApp -Name icmp-responder' }
        @{ command = 'Test-NsmIcmpConnectivity' }
        @{ command = 'Remove-NsmSampleApp -Name icmp-responder' }
        @{ command = 'Uninstall-NsmMesh' }
    ) {
        $run.Lines | Should -Contain "PS> $command"
    }

    It 'shows a table of pings with every wire good, and a table with the bad one' {
        @($run.Lines -match '^Verdict +Loss').Count | Should -Be 2
        @($run.Lines -match '^Ok ').Count | Should -Be 7
        @($run.Lines -match '^NoReply ').Count | Should -Be 1
    }

    It 'says what is wrong with that wire' {
        @($run.Lines -match '^ +NoReply\. 0 of 1 packets came back').Count | Should -Be 1
    }

    It 'leaves no sandbox' {
        $module = (Get-Module -Name NsmPS).Path
        $left = Invoke-Shell -Argument '-Command', "Import-Module -Name '$module'; @(Get-NsmSandbox).Count"
        $left.Lines | Should -Be '0'
    }
}

Describe 'several-clusters.ps1' {
    It 'starts two sandboxes when no cluster is named, and proves both' {
        $run = Invoke-Example -Name several-clusters.ps1
        $run.Problems | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        @($run.Lines -match ': 4 of 4 wires are good\.$' | Select-Object -Unique).Count | Should -Be 2
    }

    It 'names the cluster that does not exist, works on the other one, and fails' {
        $sandbox = Start-NsmSandbox -TimeScale 10 -PassThru
        try {
            $run = Invoke-Example -Name several-clusters.ps1 -Kubeconfig $sandbox.Kubeconfig -Context "$($sandbox.Context),nowhere"
            $run.Lines | Should -Contain "$($sandbox.Context): 4 of 4 wires are good."
            @($run.Lines -match '^error: nowhere: ').Count | Should -BeGreaterThan 0
            $run.ExitCode | Should -Be 1
        }
        finally {
            $sandbox | Stop-NsmSandbox
        }
    }
}

Describe 'meshery-adapter.ps1' {
    It 'installs, proves and removes everything through the adapter' {
        $run = Invoke-Example -Name meshery-adapter.ps1 -Port 0
        $run.Problems | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        @($run.Lines -match 'installed successfully').Count | Should -Be 2
        @($run.Lines -match '^Ok ').Count | Should -Be 4
        @($run.Lines -match 'removed successfully').Count | Should -Be 2
    }
}

Describe 'ci-gate.ps1' {
    BeforeAll {
        $script:sandbox = Start-NsmSandbox -TimeScale 10 -PassThru
        $script:gate = '-Kubeconfig', $sandbox.Kubeconfig, '-ClientReplicas', '2', '-Count', '1'
    }

    AfterAll {
        if ($sandbox) { $sandbox | Stop-NsmSandbox }
    }

    Context 'on an empty cluster' {
        It 'exits with 0 when every wire is good, and removes what it made' {
            $run = Invoke-Example -Name ci-gate.ps1 @gate
            $run.Problems | Should -BeNullOrEmpty
            $run.Lines | Should -Contain '2 of 2 wires are good.'
            $run.ExitCode | Should -Be 0
            Get-NsmMesh | Should -BeNullOrEmpty
        }

        It 'exits with 2 when nothing could be proven, and says why' {
            $run = Invoke-Example -Name ci-gate.ps1 @gate -Version v9
            $run.Problems | Should -BeLike "*ci-gate: There is no release 'v9'*"
            $run.ExitCode | Should -Be 2
            Get-NsmMesh | Should -BeNullOrEmpty
        }
    }

    Context 'on a cluster that has the mesh' {
        BeforeAll {
            $null = Install-NsmMesh
        }

        AfterEach {
            $sandbox | Set-NsmSandboxFault -Clear
        }

        It 'exits with 1 when a wire is bad, shows it, and leaves the mesh' {
            $sandbox | Set-NsmSandboxFault -Fault WireLoss
            $run = Invoke-Example -Name ci-gate.ps1 @gate
            $run.Lines | Should -Contain '0 of 2 wires are good.'
            @($run.Lines -match '^icmp-responder-nsc-\S+ on \S+: NoReply\. ').Count | Should -Be 2
            $run.ExitCode | Should -Be 1
            Get-NsmSampleApp | Should -BeNullOrEmpty
            (Get-NsmMesh).State | Should -Be 'Ready'
        }

        It 'exits with 3 when the sample cannot be removed' {
            $sandbox | Set-NsmSandboxFault -Fault ServerError -Method DELETE
            $run = Invoke-Example -Name ci-gate.ps1 @gate
            $run.Lines | Should -Contain '2 of 2 wires are good.'
            $run.Problems | Should -BeLike '*ci-gate: *'
            $run.ExitCode | Should -Be 3
            (Get-NsmSampleApp).Name | Should -Be 'icmp-responder'
        }
    }
}
