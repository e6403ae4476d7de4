BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'NsmPS.Common.ps1')
    $commands = Get-Command -Module NsmPS | ForEach-Object { @{ name = $_.Name } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'NsmPS.Common.ps1')
}

Describe 'NsmPS' {
    It 'can be imported twice' {
        { Import-Module -Name (Get-Module -Name NsmPS).Path -Force -ErrorAction Stop } | Should -Not -Throw
        (Get-NsmRelease).Count | Should -BeGreaterThan 1
    }

    It 'works in several runspaces at once' {
        $manifest = Join-Path (Get-Module -Name NsmPS).ModuleBase 'NsmPS.psd1'
        $counts = 1..4 | ForEach-Object -Parallel { Import-Module -Name $using:manifest; (Get-NsmRelease).Count }
        $counts | Should -Be @(2, 2, 2, 2)
    }

    It '<name> has help with examples' -ForEach $commands {
        $help = Get-Help -Name $name -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It '<name> describes every parameter' -ForEach $commands {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $own = (Get-Command -Name $name).Parameters.Keys | Where-Object { $_ -notin $common }
        foreach ($parameter in $own) {
            (Get-Help -Name $name -Parameter $parameter).description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter needs a description"
        }
    }
}
