# The page is fetched as a browser would fetch it. What the browser makes of it is looked at by hand.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $sandbox = Connect-TestSandbox
    $null = Install-NsmMesh
    $null = New-NsmSampleApp -Name icmp-responder

    # The page is there while its command runs, so that runs in a job; the first thing it writes is the page.
    function Start-Page {
        param([hashtable] $With = @{})

        $manifest = (Get-Module -Name NsmPS).Path
        $job = Start-ThreadJob -ScriptBlock {
            Import-Module -Name $using:manifest
            $with = $using:With
            Show-NsmTopology -NoBrowser -Kubeconfig ($using:sandbox).Kubeconfig @with
        }
        $until = [datetime]::UtcNow.AddSeconds(60)
        do { $page = @(Receive-Job -Job $job -Keep)[0] }
        until ($page -or $job.State -in 'Failed', 'Completed' -or [datetime]::UtcNow -gt $until)
        @{ Job = $job; Page = $page }
    }

    function Get-Status {
        param([Parameter(Mandatory)] [string] $Uri, [hashtable] $With = @{})

        (Invoke-WebRequest -Uri $Uri -SkipHttpErrorCheck @With).StatusCode
    }

    # The next moment that the page is told, other than a sign of life.
    function Read-Moment {
        param([Parameter(Mandatory)] [System.IO.StreamReader] $Reader)

        $cancel = [System.Threading.CancellationTokenSource]::new([timespan]::FromSeconds(60))
        do { $line = $Reader.ReadLineAsync($cancel.Token).AsTask().GetAwaiter().GetResult() } until ($line -like 'data: *')
        $line.Substring('data: '.Length) | ConvertFrom-Json
    }
}

AfterAll { Stop-NsmSandbox -All -Confirm:$false }

Describe 'Show-NsmTopology' {
    BeforeAll {
        $script:run = Start-Page
        $script:address = $run.Page.Address
        $script:root = "http://localhost:$($address.Port)/"
    }

    AfterAll { Remove-Job -Job $run.Job -Force }

    It 'writes the cluster and where the page is' {
        $run.Page.PSTypeNames | Should -Contain 'NsmPS.NsmTopologyPage'
        $run.Page.Cluster | Should -Be $sandbox.Context
        $address | Should -BeLike "$root*"
    }

    It 'serves a page that loads nothing from elsewhere' {
        $page = Invoke-WebRequest -Uri $address
        $page.Content | Should -BeLike '<!DOCTYPE html>*'
        $page.Headers['Content-Security-Policy'] | Should -BeLike "default-src 'none'; script-src 'self';*"
        foreach ($file in [regex]::Matches($page.Content, '(?<=(src|href)=")[^"]+').Value) {
            $file | Should -Not -Match '[:/]'
            Get-Status -Uri "$address$file" | Should -Be 200
        }
    }

    It 'answers nobody who does not know the whole address' {
        $wrong = $root + ('0' * 32) + '/'
        foreach ($uri in $root, $wrong, "${wrong}events", "${address}other", "${address}../../etc/passwd") {
            Get-Status -Uri $uri | Should -Be 404
        }

        Get-Status -Uri $address -With @{ Method = 'Post'; Body = 'x' } | Should -Be 404
        Get-Status -Uri $address -With @{ Headers = @{ Host = 'other.example' } } | Should -Not -Be 200
    }

    It 'tells a new reader everything, and then each change' {
        $http = [System.Net.Http.HttpClient]::new()
        $reader = [System.IO.StreamReader]::new($http.GetStreamAsync("${address}events").GetAwaiter().GetResult())
        try {
            $first = Read-Moment -Reader $reader
            $first.wires.Count | Should -Be 4
            $first.wires.state | Should -Be @('Up', 'Up', 'Up', 'Up')
            $victim = $first.wires[0].client

            $null = Invoke-SandboxApi -Sandbox $sandbox -Method DELETE -Path "/api/v1/namespaces/nsm-system/pods/$victim"
            do { $moment = Read-Moment -Reader $reader }
            until ($moment.changes | Where-Object { $_.kind -eq 'Client' -and $_.subject -like "*/$victim" -and $_.text -eq 'gone' })
            $moment.clients.name | Should -Not -Contain $victim
        }
        finally {
            $reader.Dispose()
            $http.Dispose()
        }
    }

    It 'ends when it is stopped, and the page with it' {
        Stop-Job -Job $run.Job
        $run.Job.State | Should -Be 'Stopped'
        { Invoke-WebRequest -Uri $address } | Should -Throw
    }

    It 'ends by itself after -For, on the port that was asked for' {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $page = Show-NsmTopology -NoBrowser -PodsOnly -Port $port -For 1s
        $page.Address.Port | Should -Be $port
    }

    It 'says which port is taken' {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        try {
            { Show-NsmTopology -NoBrowser -Port $listener.LocalEndpoint.Port } |
                Should -Throw -ErrorId 'PortInUse,NsmPS.Commands.ShowNsmTopologyCommand'
        }
        finally { $listener.Stop() }
    }
}
