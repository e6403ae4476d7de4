BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $script:nowhere = Join-Path -Path $TestDrive -ChildPath 'nowhere'
    Write-TestKubeconfig -Path $nowhere
    # The sandbox under two names, and beside it a cluster that does not answer.
    $script:both = Join-Path -Path $TestDrive -ChildPath 'both'
    $text = Get-Content -LiteralPath $sandbox.Kubeconfig -Raw
    $its = (Get-NsmContext -Kubeconfig $sandbox.Kubeconfig)[0]
    $text = $text -replace '(?m)^clusters:\r?$', "`$0`n- { name: of-dead, cluster: { server: 'https://127.0.0.1:1' } }"
    $again = "- { name: it's, context: { cluster: $($its.Cluster), user: $($its.User) } }"
    $text = $text -replace '(?m)^contexts:\r?$', "`$0`n$again`n- { name: dead, context: { cluster: of-dead } }"
    Set-Content -LiteralPath $both -Value $text

    $null = (Get-Content -LiteralPath $sandbox.Kubeconfig -Raw) -match 'token: (\S+)'
    $script:token = $Matches[1]
    # A kubeconfig of the sandbox whose user logs in by a program.
    function Write-LoginKubeconfig {
        param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $Script, [string] $Mode = 'IfAvailable')

        $program = Join-Path -Path $TestDrive -ChildPath "$Name.sh"
        $version = 'client.authentication.k8s.io/v1'
        $answer = @{ apiVersion = $version; kind = 'ExecCredential'; status = @{ token = $token } } | ConvertTo-Json -Compress
        Set-Content -LiteralPath $program -Value "#!/bin/sh`n$Script`necho '$answer'"
        chmod +x $program
        $file = Join-Path -Path $TestDrive -ChildPath $Name
        $user = "exec: { apiVersion: $version, command: ./$Name.sh, interactiveMode: $Mode }"
        Set-Content -LiteralPath $file -Value ((Get-Content -LiteralPath $sandbox.Kubeconfig -Raw) -replace 'token: \S+', $user)
        $file
    }

    function Get-Completion {
        param([Parameter(Mandatory)] [string] $Line)

        (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText
    }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'Connect-NsmCluster' {
    AfterEach {
        Disconnect-NsmCluster
    }

    It 'says that nobody answers and what to do about it' {
        $problem = Get-Problem { Connect-NsmCluster -Kubeconfig $nowhere }
        $problem.FullyQualifiedErrorId | Should -Be 'ClusterUnreachable,NsmPS.Commands.ConnectNsmClusterCommand'
        $problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'writes the connection with the version that the server tells' {
        $connection = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig -Namespace over-here
        $connection | Should -BeOfType 'NsmPS.NsmCluster'
        "$($connection.Server)" | Should -BeLike "$($sandbox.Address)*"
        $connection.ServerVersion | Should -BeLike 'v*sandbox*'
        $connection.Namespace | Should -Be 'over-here'
    }

    It 'makes other commands use that cluster, also when the kubeconfig says another one later' {
        $file = Join-Path -Path $TestDrive -ChildPath 'changing'
        $text = Get-Content -LiteralPath $both -Raw
        Set-Content -LiteralPath $file -Value $text
        $null = Connect-NsmCluster -Kubeconfig $file
        Set-Content -LiteralPath $file -Value ($text -replace 'current-context: \S+', 'current-context: dead')
        Get-NsmMesh -ErrorAction Stop | Should -BeNullOrEmpty
        (Get-NsmContext).Kubeconfig | Select-Object -First 1 | Should -Be $file
    }

    It 'leaves no connection behind when a kubeconfig is written again and again' {
        $file = Join-Path -Path $TestDrive -ChildPath 'rewritten'
        $text = Get-Content -LiteralPath $sandbox.Kubeconfig -Raw
        $port = ([uri] $sandbox.Address).Port
        $count = {
            @([System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() |
                Where-Object { $_.RemoteEndPoint.Port -eq $port -and $_.State -eq 'Established' }).Count
        }
        $before = & $count
        foreach ($number in 1..40) {
            Set-Content -LiteralPath $file -Value "$text# $number"
            $null = Connect-NsmCluster -Kubeconfig $file
        }

        Wait-Answer -Ask $count -Until { "$_" -le $before + 1 } | Should -BeLessOrEqual ($before + 1)
    }

    It 'takes a context from the pipeline' {
        $connection = Get-NsmContext -Kubeconfig $sandbox.Kubeconfig | Connect-NsmCluster
        $connection.Kubeconfig | Should -Be $sandbox.Kubeconfig
        Get-NsmMesh -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'leaves the session without a cluster when it fails' {
        $null = Connect-NsmCluster -Kubeconfig $both
        { Connect-NsmCluster -Context nowhere -Kubeconfig $both -ErrorAction Stop } | Should -Throw -ErrorId 'ContextNotFound,*'
        { Get-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterNotChosen,*'
    }

    It 'gives its namespace to its own cluster only' {
        $null = Connect-NsmCluster -Context $sandbox.Context -Namespace Not_A_Name -Kubeconfig $both
        { Get-NsmMesh -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceInvalid,*'
        Get-NsmMesh -Context "it's" -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'shows what a credential program prints, while it runs' -Skip:$IsWindows {
        $go = Join-Path -Path $TestDrive -ChildPath 'go'
        $wait = "while [ ! -e '$go' ]; do sleep 0.1; done"
        $file = Write-LoginKubeconfig -Name shows -Script "echo 'Enter F7QK2XW9P at https://login.test' >&2; $wait"
        $shell = Open-Shell
        $running = $shell.AddScript("(Connect-NsmCluster -Kubeconfig '$file').ServerVersion").BeginInvoke()
        Wait-Answer -Ask { "$($shell.Streams.Information)" } | Should -Be 'Enter F7QK2XW9P at https://login.test'
        $running.IsCompleted | Should -BeFalse
        $null = New-Item -Path $go
        $shell.EndInvoke($running) | Should -BeLike 'v*sandbox*'
        $shell.Runspace.Dispose()
    }

    It 'says that a credential program needs a terminal, where the shell may not ask' -Skip:$IsWindows {
        $file = Write-LoginKubeconfig -Name always -Script 'read answer' -Mode Always
        $connect = "try { Connect-NsmCluster -Kubeconfig '$file' } catch { `$_.ErrorDetails.Message }"
        $script = "Import-Module '$((Get-Module -Name NsmPS).Path)'; $connect"
        dotnet (Join-Path -Path $PSHOME -ChildPath 'pwsh.dll') -NoProfile -NonInteractive -Command $script |
            Should -BeLike '*always.sh*wants to ask at a terminal*-NonInteractive*'
    }

    $noTerminal = -not $IsLinux -or -not (Get-Command -Name script -ErrorAction Ignore)
    It 'lets a credential program ask at the terminal (interactiveMode <_>)' -Skip:$noTerminal -ForEach 'Always', 'IfAvailable' {
        $ask = 'printf "Code: " >&2; read code; [ "$code" = open ] || exit 7'
        $file = Write-LoginKubeconfig -Name "asks$_" -Script $ask -Mode $_
        $run = Join-Path -Path $TestDrive -ChildPath 'run.ps1'
        $connect = "try { (Connect-NsmCluster -Kubeconfig '$file').ServerVersion } catch { `"`$_`" }"
        Set-Content -LiteralPath $run -Value "Import-Module '$((Get-Module -Name NsmPS).Path)'; $connect"
        $given = '-qec', "dotnet '$PSHOME/pwsh.dll' -NoProfile -File '$run'", '/dev/null'
        $start = [System.Diagnostics.ProcessStartInfo]::new('script', [string[]] $given)
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $shown = [System.Text.StringBuilder]::new()
        while ($shown.ToString() -notmatch 'Code: ' -and ($next = $process.StandardOutput.Read()) -ge 0) {
            $null = $shown.Append([char] $next)
        }
        $process.StandardInput.WriteLine('open')
        $rest = $process.StandardOutput.ReadToEndAsync()
        $process.WaitForExit(120000) | Should -BeTrue
        $rest.Result | Should -BeLike '*v*sandbox*'
    }

    It 'connects its own runspace, and not the one that has started it' {
        $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
        $shell = Open-Shell
        $null = $shell.AddScript("Connect-NsmCluster -Kubeconfig '$both' -Context dead").Invoke()
        (Get-NsmContext).Kubeconfig | Should -Be $sandbox.Kubeconfig
        $shell.Runspace.Dispose()
    }
}

Describe 'Get-NsmMesh' {
    It 'asks every context, also those that it gets, names the one that fails, and goes on' {
        $null = Get-NsmMesh -Context nowhere, $sandbox.Context -Kubeconfig $both -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount 1
        $problems[0].ErrorDetails.Message | Should -BeLike 'nowhere:*'
        Get-NsmContext -Name "it's" -Kubeconfig $both | Get-NsmMesh -ErrorAction Stop | Should -BeNullOrEmpty
    }
}

Describe 'Get-NsmContext' {
    AfterEach {
        Disconnect-NsmCluster
    }

    It 'lists the contexts and marks the current one' {
        $contexts = Get-NsmContext -Kubeconfig $nowhere
        $contexts | Should -BeOfType 'NsmPS.NsmContext'
        $contexts.Name | Should -Be 'first', 'second'
        ($contexts | Where-Object IsCurrent).Name | Should -Be 'first'
        $contexts[1].Cluster | Should -Be 'of-second'
    }

    It 'takes wildcards' {
        (Get-NsmContext -Name 's*' -Kubeconfig $nowhere).Name | Should -Be 'second'
    }

    It 'takes a path relative to where the shell is, not the process' {
        Push-Location -LiteralPath $TestDrive
        try { Get-NsmContext -Kubeconfig ./nowhere | Should -HaveCount 2 } finally { Pop-Location }
    }

    It 'takes a relative KUBECONFIG from where the shell is, as kubectl does' {
        Copy-Item -LiteralPath $sandbox.Kubeconfig -Destination (Join-Path -Path $TestDrive -ChildPath 'here')
        $env:KUBECONFIG, $before = './here', $env:KUBECONFIG
        Push-Location -LiteralPath $TestDrive
        try {
            Get-NsmContext | Should -HaveCount 1
            Get-NsmMesh -ErrorAction Stop | Should -BeNullOrEmpty
            $null = Connect-NsmCluster
            # What is connected stays so elsewhere.
            Set-Location -Path ..
            Get-NsmMesh -ErrorAction Stop | Should -BeNullOrEmpty
        }
        finally {
            Pop-Location
            $env:KUBECONFIG = $before
        }
    }

    It 'hands a context of several files to other commands with all that it needs' {
        $text = Get-Content -LiteralPath $sandbox.Kubeconfig -Raw
        $parts = foreach ($kept in 'contexts', 'clusters', 'users') {
            $file = Join-Path -Path $TestDrive -ChildPath "only-$kept"
            $hidden = @('contexts', 'clusters', 'users') -ne $kept
            Set-Content -LiteralPath $file -Value ($text -replace "(?m)^($($hidden -join '|')):", 'x-$1:')
            $file
        }
        $env:KUBECONFIG, $before = ($parts -join [System.IO.Path]::PathSeparator), $env:KUBECONFIG
        try { $context = Get-NsmContext } finally { $env:KUBECONFIG = $before }
        $context | Should -HaveCount 1
        $context | Get-NsmMesh -ErrorAction Stop | Should -BeNullOrEmpty
        ($context | Connect-NsmCluster).ServerVersion | Should -BeLike 'v*sandbox*'
        (Get-NsmContext).Name | Should -Be $context.Name
    }

    It 'shows the connected kubeconfig unless it is given another' {
        $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
        (Get-NsmContext).Kubeconfig | Should -Be $sandbox.Kubeconfig
        (Get-NsmContext -Kubeconfig $nowhere)[0].Kubeconfig | Should -Be $nowhere
    }
}

Describe 'Disconnect-NsmCluster' {
    It 'is silent when nothing is connected' {
        Disconnect-NsmCluster | Should -BeNullOrEmpty
    }

    It 'makes the session forget the cluster' {
        $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
        Disconnect-NsmCluster
        { Get-NsmContext -ErrorAction Stop } | Should -Throw -ErrorId 'KubeconfigNotFound,NsmPS.Commands.GetNsmContextCommand'
    }

    It 'leaves the sandbox alone' {
        (Get-NsmSandbox -Address $sandbox.Address).State | Should -Be 'Serving'
    }
}

Describe 'The tab key' {
    # Nothing is offered when the answer takes longer than a key press may be held up; then the next press asks again.
    It 'offers <offers> after <line>' -ForEach @(
        @{ line = 'Install-NsmMesh -Version '; offers = 'v1.18.0 v0.2.1 v0.2.0' }
        @{ line = 'Install-NsmMesh v0.2.0'; offers = 'v0.2.0' }
        @{ line = 'Install-NsmMesh -ForwardingPlane '; offers = 'vpp kernel' }
        @{ line = 'Install-NsmMesh -ForwardingPlane k'; offers = 'kernel' }
        @{ line = 'Install-NsmMesh -ImagePullPolicy I'; offers = 'IfNotPresent' }
        @{ line = 'Install-NsmMesh -Component j'; offers = 'jaeger' }
        @{ line = 'Export-NsmManifest -Version v0.2.0 -ForwardingPlane '; offers = 'vpp kernel' }
        @{ line = 'New-NsmSampleApp icmp'; offers = 'icmp-responder icmp-responder-ip' }
        @{ line = 'Remove-NsmSampleApp -Name icmp'; offers = 'icmp-responder icmp-responder-ip' }
        @{ line = "Test-NsmIcmpConnectivity -SampleApp 'icmp"; offers = 'icmp-responder icmp-responder-ip' }
        @{ line = 'New-NsmSampleApp icmp-responder, icmp'; offers = 'icmp-responder-ip' }
        @{ line = 'New-NsmSampleApp hello-nsm,icmp-responder,"icmp-responder-ip",vpn,'; offers = 'vpp-icmp-responder' }
        @{ line = 'Install-NsmMesh 0.2'; offers = 'v0.2.1 v0.2.0' }
        @{ line = 'Get-NsmMesh -Kubeconfig kube:both -Context d'; offers = 'dead' }
        @{ line = 'Get-NsmMesh -Kubeconfig none:both -Context d'; offers = '' }
        @{ line = 'Get-NsmErrorHelp WireM'; offers = 'WireMissing' }
        @{ line = 'Get-NsmRelease -ManifestPath /not/there v'; offers = '' }
        @{ line = 'Get-NsmMesh -Kubeconfig $both -Context d'; offers = 'dead' }
        @{ line = 'Get-NsmMesh -Kubeconfig $both -Context i'; offers = "'it''s'" }
        @{ line = 'Connect-NsmCluster -Kubeconfig $nowhere f'; offers = 'first' }
        @{ line = 'Get-NsmMesh -Kubeconfig $nowhere/../malformed -Context no'; offers = '' }
        @{ line = 'Get-NsmMesh -Kubeconfig $kubeconfig -Namespace kube-s'; offers = 'kube-system' }
        @{ line = 'Invoke-NsmAdapterOperation -Address 127.0.0.1:1 -Operation emo'; offers = 'emojivoto' }
        @{ line = "Get-NsmAdapterOperation -Address 'not an address' b"; offers = 'bookinfo' }
    ) {
        Set-Content -LiteralPath (Join-Path -Path $TestDrive -ChildPath 'malformed') -Value '{ not yaml'
        $null = New-PSDrive -Name kube -PSProvider FileSystem -Root $TestDrive -Scope Global -ErrorAction Ignore
        $whole = $line.Replace('$both', $both).Replace('$nowhere', $nowhere).Replace('$kubeconfig', $sandbox.Kubeconfig)
        $ask = { @(Get-Completion -Line $whole | Where-Object { $_ -notmatch '[\\/]' }) -join ' ' }
        Wait-Answer -Ask $ask -Until { "$_" -eq $offers } | Should -Be $offers
    }

    It 'looks for a relative <file> where the shell is: <line>' -ForEach @(
        @{ file = 'KUBECONFIG'; line = 'Get-NsmMesh -Context d'; offers = 'dead' }
        @{ file = 'KUBECONFIG'; line = 'Connect-NsmCluster d'; offers = 'dead' }
        @{ file = 'KUBECONFIG'; line = 'Get-NsmMesh -Namespace kube-s'; offers = 'kube-system' }
        @{ file = 'Kubeconfig'; line = 'Get-NsmMesh -Kubeconfig ./nowhere -Context f'; offers = 'first' }
    ) {
        Disconnect-NsmCluster
        $env:KUBECONFIG, $before = './both', $env:KUBECONFIG
        Push-Location -LiteralPath $TestDrive
        try {
            Wait-Answer -Ask { "$(Get-Completion -Line $line)" } -Until { "$_" -eq $offers } | Should -Be $offers
        }
        finally {
            Pop-Location
            $env:KUBECONFIG = $before
        }
    }
}
