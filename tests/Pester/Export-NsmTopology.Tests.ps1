BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $sandbox = Start-NsmSandbox -PassThru
    $null = Install-NsmMesh
    $null = New-NsmSampleApp -Name icmp-responder
}

AfterAll {
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}

Describe 'Export-NsmTopology' {
    It 'writes a page with every client' {
        $file = Join-Path -Path $TestDrive -ChildPath 'topology.html'
        Export-NsmTopology -Path $file -Ping
        $page = [System.IO.File]::ReadAllText($file)
        foreach ($client in Get-NsmClient) { $page | Should -BeLike "*$($client.Name)*" }
    }

    It 'outputs text without a file' {
        Export-NsmTopology -Format Mermaid -PodsOnly | Should -BeLike 'flowchart LR*'
    }
}

Describe 'Export-NsmCompatibility' {
    It 'refuses a sandbox' {
        { Export-NsmCompatibility -Path $TestDrive -ErrorAction Stop } | Should -Throw -ErrorId 'SandboxResultRefused,NsmPS.Commands.ExportNsmCompatibilityCommand'
    }

    It 'marks a sandbox when it is told to take it' {
        $result = Export-NsmCompatibility -Path $TestDrive -AllowSandbox
        $result.Distribution | Should -Be 'nsmps-sandbox'
        [System.IO.File]::ReadAllText($result.File) | Should -BeLike '*overall-status: passing*'
    }
}

Describe 'Get-NsmErrorHelp' {
    It 'explains an id and a code alike' {
        (Get-NsmErrorHelp -Id WaitTimedOut).Remedy | Should -Be (Get-NsmErrorHelp -Id 1041).Remedy
    }

    It 'explains an error that happened' {
        $problem = Get-Problem { Export-NsmCompatibility -Path $TestDrive -ErrorAction Stop }
        ($problem | Get-NsmErrorHelp).Id | Should -Be 'SandboxResultRefused'
    }
}
