BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = (Get-Content -LiteralPath $sandbox.Kubeconfig -Raw) -match 'token: (\S+)'

    # A server in front of the sandbox that warns in each answer, and refuses what $door.Refused matches.
    $script:door = [hashtable]::Synchronized(@{ Sandbox = $sandbox.Address; Token = $Matches[1]; Warning = ''; Refused = '^$' })
    $script:listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $script:server = [powershell]::Create().AddScript({
        param($door, $listener)

        $handler = [System.Net.Http.HttpClientHandler]::new()
        $handler.ServerCertificateCustomValidationCallback =
            [System.Net.Http.HttpClientHandler]::DangerousAcceptAnyServerCertificateValidator
        $http = [System.Net.Http.HttpClient]::new($handler)
        while ($true) {
            $client = $listener.AcceptTcpClient()
            $stream = $client.GetStream()
            $reader = [System.IO.StreamReader]::new($stream, [System.Text.Encoding]::Latin1)
            $method, $path, $null = "$($reader.ReadLine())" -split ' '
            $headers = @{}
            while ($line = $reader.ReadLine()) {
                $name, $value = $line -split ': ', 2
                $headers[$name] = $value
            }
            $body = [char[]]::new([int] $headers['Content-Length'])
            $null = $reader.ReadBlock($body, 0, $body.Length)
            if ("$method $path" -match $door.Refused) {
                $code = 403
                $text = '{"kind":"Status","status":"Failure","reason":"Forbidden","message":"you may not","code":403}'
            }
            else {
                $request = [System.Net.Http.HttpRequestMessage]::new($method, "$($door.Sandbox)$path")
                $request.Headers.Authorization = "Bearer $($door.Token)"
                if ($body.Length -gt 0) {
                    $request.Content = [System.Net.Http.ByteArrayContent]::new([System.Text.Encoding]::Latin1.GetBytes($body))
                    $null = $request.Content.Headers.TryAddWithoutValidation('Content-Type', $headers['Content-Type'])
                }
                $answer = $http.Send($request)
                $code = [int] $answer.StatusCode
                $text = $answer.Content.ReadAsStringAsync().Result
            }
            $bytes = [System.Text.Encoding]::UTF8.GetBytes($text)
            $lines = @("HTTP/1.1 $code x", 'Content-Type: application/json', "Content-Length: $($bytes.Length)", 'Connection: close')
            if ($door.Warning) { $lines += "Warning: 299 - `"$($door.Warning)`"" }
            $stream.Write([System.Text.Encoding]::Latin1.GetBytes(($lines -join "`r`n") + "`r`n`r`n"))
            $stream.Write($bytes)
            $client.Close()
        }
    }).AddArgument($door).AddArgument($listener)
    $null = $server.BeginInvoke()
    $script:kubeconfig = Join-Path -Path $TestDrive -ChildPath 'config'
    Write-TestKubeconfig -Path $kubeconfig -Server "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
}

AfterAll {
    $listener.Stop()
    $null = $server.Stop()
    $sandbox | Stop-NsmSandbox
}

Describe 'What the API server warns of' {
    AfterEach {
        $door.Warning, $door.Refused = '', '^$'
        Disconnect-NsmCluster
    }

    It 'is a detail where the objects are those of NsmPS: -Verbose shows it' {
        $door.Warning = 'v1 Example is deprecated'
        $told = Install-NsmMesh -Kubeconfig $kubeconfig -WhatIf -Verbose -WarningVariable warnings 4>&1
        "$($told | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })" |
            Should -BeLike '*The API server warns about *: v1 Example is deprecated*'
        $warnings | Should -BeNullOrEmpty
    }

    It 'is a warning where the objects come from a folder of the user' {
        $door.Warning = 'v1 Example is deprecated'
        $folder = Join-Path -Path $TestDrive -ChildPath 'empty'
        $null = New-Item -ItemType Directory -Path $folder
        $null = Install-NsmMesh -Kubeconfig $kubeconfig -ManifestPath $folder -WhatIf -WarningVariable warnings 3>$null
        "$warnings" | Should -BeLike '*The API server warns about *: v1 Example is deprecated*'
    }

    It 'is told once, and not by the command after' {
        $door.Warning = 'v1 Example is deprecated'
        $told = Get-NsmMesh -Kubeconfig $kubeconfig -Verbose 4>&1
        "$told" | Should -BeLike '*warns about*'
        $door.Warning = ''
        $told = Get-NsmMesh -Kubeconfig $kubeconfig -Verbose 4>&1
        "$told" | Should -Not -BeLike '*warns about*'
    }
}

Describe 'A user who may not read /version' {
    AfterEach {
        $door.Warning, $door.Refused = '', '^$'
        Disconnect-NsmCluster
    }

    It 'connects, and sees no version' {
        $door.Refused = '^GET /version'
        $connection = Connect-NsmCluster -Kubeconfig $kubeconfig
        $connection.ServerVersion | Should -BeNullOrEmpty
        Get-NsmMesh -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'is not connected where the server refuses everything else too' {
        $door.Refused = '.'
        $null = Connect-NsmCluster -Kubeconfig $kubeconfig
        (Get-Problem { Get-NsmMesh }).FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
    }
}
