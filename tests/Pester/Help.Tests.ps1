BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
}

# In discovery too, where the names of the commands are needed.
. (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
$names = (Get-Command -Module NsmPS).Name

Describe 'The help of <_>' -ForEach $names {
    It 'says what the command does, with every parameter and what it writes' {
        $command = Get-Command -Name $_
        $help = Get-Help -Name $_ -Full
        $help.Synopsis.Trim() | Should -Match '\.$'
        "$($help.description.Text)".Length | Should -BeGreaterThan 80
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $own = $command.Parameters.Values | Where-Object Name -NotIn $common | Sort-Object -Property Name
        $described = $help.parameters.parameter | Sort-Object -Property Name
        @($described.Name) | Should -Be @($own.Name)
        foreach ($parameter in $own) {
            $text = $described | Where-Object Name -EQ $parameter.Name
            $sets = @($parameter.ParameterSets.Values)
            "$($text.description.Text)".Length | Should -BeGreaterThan 15 -Because "-$($parameter.Name) needs a description"
            "$($text.required)" | Should -Be "$($sets[0].IsMandatory)" -Because "that is -$($parameter.Name)"
            $position = $sets[0].Position -ge 0 ? "$($sets[0].Position)" : 'named'
            "$($text.position)" | Should -Be $position -Because "that is -$($parameter.Name)"
            $piped = [bool] ($sets | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName })
            "$($text.pipelineInput)" -like 'True*' | Should -Be $piped -Because "that is -$($parameter.Name)"
        }
        $writes = @($command.OutputType.Name | Sort-Object)
        @($help.returnValues.returnValue.type.name.Trim() | Sort-Object) | Should -Be ($writes ? $writes : 'None')
    }

    It 'has examples that call what exists, and says what each is for' {
        $examples = @((Get-Help -Name $_ -Full).examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $examples) {
            "$($example.remarks.Text)".Trim() | Should -Not -BeNullOrEmpty
            Get-ScriptProblem -Script "$($example.code)" | Should -BeNullOrEmpty
        }
    }
}

Describe 'Get-Help' {
    It 'finds the topic <name>, whose examples call what exists' -ForEach @(
        @{ name = 'about_NsmPS'; says = 'Installs, proves and removes' }
        @{ name = 'about_NsmPS_Adapter'; says = 'How a Meshery server installs NSM' }
        @{ name = 'about_NsmPS_Concepts'; says = 'What services, endpoints, clients and wires are' }
        @{ name = 'about_NsmPS_Errors'; says = 'How commands fail' }
        @{ name = 'about_NsmPS_Sandbox'; says = 'A simulated cluster' }
    ) {
        $topic = Get-Help -Name $name
        $topic | Should -BeLike "*$says*"
        $lines = "$topic" -split '\r?\n'
        Get-ScriptProblem -Script (($lines | Where-Object { $_ -like '        *' }) -join "`n") | Should -BeNullOrEmpty
        $lines | Where-Object Length -GT 88 | Should -BeNullOrEmpty
    }

    It 'knows no topic that is not tested here' {
        Get-Help -Name 'about_NsmPS*' | Should -HaveCount 5
    }
}

Describe 'The check of examples' {
    It 'finds what is wrong with <script>' -ForEach @(
        @{ script = 'Get-NsmNothing'; says = 'There is no command Get-NsmNothing.' }
        @{ script = 'Get-NsmMesh | ForEach-Object { Get-NsmMesh -Colour red }'; says = 'Get-NsmMesh does not take -Colour together.' }
        @{ script = 'Stop-NsmAdapter -Port 1 -All'; says = 'Stop-NsmAdapter does not take -Port -All together.' }
        @{ script = 'if ('; says = '*Missing*' }
    ) {
        @(Get-ScriptProblem -Script $script)[0] | Should -BeLike $says
        Get-ScriptProblem -Script 'Get-NsmMesh -Namespace here | Out-Null' | Should -BeNullOrEmpty
    }
}
