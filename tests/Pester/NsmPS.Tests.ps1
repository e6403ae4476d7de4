BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:module = Get-Module -Name NsmPS
    $shell = [System.Management.Automation.Cmdlet]
    $script:common = $shell::CommonParameters + $shell::OptionalCommonParameters
    $script:runtime = Split-Path -Path ([object].Assembly.Location)

    # Runs a script in a new pwsh, where nothing is loaded yet, and gives the lines that it outputs.
    function Invoke-FreshShell {
        param([Parameter(Mandatory)] [string] $Script)

        $pwsh = Join-Path -Path $PSHOME -ChildPath 'pwsh.dll'
        $manifest = Join-Path -Path $module.ModuleBase -ChildPath 'NsmPS.psd1'
        $before = "`$ErrorActionPreference = 'Stop'; `$manifest = '$manifest'; `$folder = '$TestDrive'"
        dotnet $pwsh -NoProfile -NonInteractive -Command "$before; $Script"
    }
}

# What scripts rely on: what a command writes, what it takes from the pipeline, and whether it asks, with -WhatIf and -Confirm.
$shapes = @(
    'Compare-NsmMesh | NsmMeshDrift Boolean | Context Kubeconfig'
    'Connect-NsmCluster | NsmCluster | Context Kubeconfig'
    'Disconnect-NsmCluster |  | '
    'Export-NsmCompatibility | NsmCompatibility | Context Kubeconfig | asks'
    'Export-NsmManifest | FileInfo String | SampleApp Version | asks'
    'Export-NsmSupportBundle | NsmSupportBundle | Context Kubeconfig | asks'
    'Export-NsmTopology | FileInfo String | Context Kubeconfig | asks'
    'Get-NsmAdapter | NsmAdapter | Address'
    'Get-NsmAdapterOperation | NsmAdapterOperation | Address'
    'Get-NsmClient | NsmClient | Context InputObject Kubeconfig'
    'Get-NsmConnection | NsmConnection | Context InputObject Kubeconfig'
    'Get-NsmContext | NsmContext | Kubeconfig Name'
    'Get-NsmEndpoint | NsmEndpoint | Context InputObject Kubeconfig'
    'Get-NsmErrorHelp | NsmError | ErrorRecord Id'
    'Get-NsmMesh | NsmMesh | Context Kubeconfig'
    'Get-NsmMeshHistory | NsmMeshRevision | Context Kubeconfig'
    'Get-NsmNetworkService | NsmNetworkService | Context InputObject Kubeconfig'
    'Get-NsmRelease | NsmRelease | Version'
    'Get-NsmResidue | NsmResidue | Context Kubeconfig'
    'Get-NsmSampleApp | NsmSampleApp NsmSampleAppInfo | Context Kubeconfig Name'
    'Get-NsmSandbox | NsmSandbox | Address'
    'Import-NsmAssertion |  | '
    'Install-NsmMesh | NsmMesh NsmPlan | Context Kubeconfig Plan Version | asks'
    'Invoke-NsmAdapterOperation | NsmAdapterOperationResult | Address Context Kubeconfig Operation | asks'
    'Invoke-NsmConformance | Boolean NsmConformanceResult | Context Kubeconfig | asks'
    'Measure-NsmHealing | Boolean NsmHealingResult | Context InputObject Kubeconfig | asks'
    'Measure-NsmThroughput | Boolean NsmThroughputResult | Context InputObject Kubeconfig'
    'New-NsmSampleApp | NsmPlan NsmSampleApp | Context Kubeconfig Name Plan | asks'
    'Remove-NsmResidue | NsmPlan | Context InputObject Kubeconfig Plan | asks'
    'Remove-NsmSampleApp | NsmPlan | Context InputObject Kubeconfig Name Plan | asks'
    'Repair-NsmMesh | NsmMesh NsmPlan | Context Kubeconfig Plan | asks'
    'Restore-NsmMesh | NsmMesh NsmPlan | Context Kubeconfig Plan Revision | asks'
    'Set-NsmSandboxFault | NsmSandbox | InputObject | asks'
    'Show-NsmTopology | NsmTopologyPage | Context Kubeconfig'
    'Start-NsmAdapter | NsmAdapter |  | asks'
    'Start-NsmSandbox | NsmSandbox |  | asks'
    'Stop-NsmAdapter | NsmAdapter | InputObject | asks'
    'Stop-NsmSandbox | NsmSandbox | InputObject | asks'
    'Test-NsmAdapter | NsmAdapterCheck Boolean | Address'
    'Test-NsmIcmpConnectivity | NsmIcmpResult Boolean | Context InputObject Kubeconfig SampleApp'
    'Test-NsmMesh | NsmCheckResult Boolean | Context Kubeconfig'
    'Test-NsmPrerequisite | NsmCheckResult Boolean | Context Kubeconfig Version'
    'Uninstall-NsmMesh | NsmPlan | Context Kubeconfig Plan | asks'
    'Update-NsmMesh | NsmMesh NsmPlan | Context Kubeconfig Plan Version | asks'
    'Wait-NsmMesh | NsmMesh | Context Kubeconfig'
    'Watch-NsmAdapterEvent | NsmAdapterEvent | Address OperationId'
    'Watch-NsmConnection | NsmConnectionChange | Context InputObject Kubeconfig'
)

Describe '<name>' -ForEach ($shapes | ForEach-Object {
        $name, $writes, $takes, $asks = $_ -split ' *\| *'
        @{ name = $name; writes = @($writes -split ' ' -ne '' | Sort-Object); takes = @($takes -split ' ' -ne ''); asks = [bool] $asks }
    }) {
    It 'has the shape that scripts rely on' {
        $command = Get-Command -Name $name
        $own = @($command.Parameters.Values | Where-Object Name -NotIn $common)
        @($command.OutputType.Type.Name | Sort-Object) | Should -Be $writes
        $taken = foreach ($parameter in $own) {
            $piped = $parameter.ParameterSets.Values | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName }
            if ($piped) { $parameter }
        }
        @($taken.Name | Sort-Object) | Should -Be $takes
        $command.Parameters.ContainsKey('WhatIf') | Should -Be $asks
        $command.Parameters.ContainsKey('Confirm') | Should -Be $asks
        $command.ImplementingType.FullName | Should -Match "^NsmPS\.Commands\.(\w+\.)?$($command.Verb)$($command.Noun)Command$"
        foreach ($parameter in $own) {
            $parameter.ParameterSets.Values | Where-Object { -not $_.HelpMessage } |
                Should -BeNullOrEmpty -Because "that is -$($parameter.Name)"
        }
    }
}

Describe 'NsmPS' {
    It 'has the commands that these tests know' -ForEach @{ known = $shapes | ForEach-Object { ($_ -split ' ')[0] } } {
        @($module.ExportedCmdlets.Keys | Sort-Object) | Should -Be @($known | Sort-Object)
        $classes = $module.ImplementingAssembly.GetExportedTypes() |
            Where-Object { $_.IsSubclassOf([System.Management.Automation.PSCmdlet]) -and -not $_.IsAbstract }
        $classes | Should -HaveCount $known.Count
    }

    It 'calls every command somewhere in these tests' {
        $calls = foreach ($file in Get-ChildItem -LiteralPath $PSScriptRoot -Filter *.Tests.ps1) {
            $ast = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $null, [ref] $null)
            $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) | ForEach-Object GetCommandName
        }
        $module.ExportedCmdlets.Keys | Where-Object { $_ -notin $calls } | Should -BeNullOrEmpty
    }

    It 'gives <for> the same parameters everywhere' -ForEach @(
        @{
            for = 'commands that work on clusters'; parameters = 'Kubeconfig', 'Context', 'Namespace', 'ThrottleLimit'
            least = 20
            commands = { $_ -notmatch 'NsmAdapter|NsmSandbox|NsmCluster$|Get-NsmRelease|NsmContext|NsmErrorHelp|NsmManifest|NsmAssertion' }
        }
        @{
            for = 'commands that change clusters'; parameters = 'WhatIf', 'Confirm', 'PassThru', 'Timeout', 'NoWait', 'Plan'
            commands = { $_ -match '(Install|Uninstall|Update|Restore|Repair)-NsmMesh$|(New|Remove)-Nsm(SampleApp|Residue)$' }; least = 8
        }
        @{
            for = 'commands that talk to adapters'; parameters = 'Address', 'CertificateAuthority', 'ClientCertificate', 'ClientKey'
            commands = { $_ -match 'NsmAdapter' -and $_ -notmatch '^St' }; least = 5
        }
        @{
            for = 'commands that start and stop programs'; parameters = 'WhatIf', 'Confirm', 'PassThru', 'Timeout'
            commands = { $_ -match '^St(art|op)-' }; least = 4
        }
    ) {
        $chosen = @($module.ExportedCmdlets.Keys | Where-Object $commands)
        $chosen.Count | Should -BeGreaterOrEqual $least
        foreach ($command in $chosen) {
            $its = $module.ExportedCmdlets[$command].Parameters.Keys
            $parameters | Where-Object { $_ -notin $its } | Should -BeNullOrEmpty -Because $command
        }
    }

    It 'writes what <_> changed, by itself or with -PassThru' -ForEach (
        $shapes | Where-Object { $_ -match '\| asks' } | ForEach-Object { ($_ -split ' ')[0] }) {
        $command = $module.ExportedCmdlets[$_]
        $command.OutputType | Should -Not -BeNullOrEmpty
        # These write their objects anyway.
        $always = 'Export-NsmCompatibility', 'Export-NsmSupportBundle', 'Invoke-NsmConformance', 'Measure-NsmHealing'
        if ($_ -notin $always) { $command.Parameters.Keys | Should -Contain 'PassThru' }
    }

    It 'has the version of its assembly, and only approved verbs' {
        "$($module.Version)" | Should -Be $module.ImplementingAssembly.GetName().Version.ToString(3)
        Import-Module -Name $module.Path -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }

    It 'names errors by the categories of the shell' {
        $categories = [System.Management.Automation.ErrorCategory].GetEnumNames()
        [NsmPS.NsmErrorCategory].GetEnumNames() | Where-Object { $_ -notin $categories } | Should -BeNullOrEmpty
    }

    It 'brings nothing of its own that belongs to .NET or the shell' {
        $files = Get-ChildItem -LiteralPath (Join-Path -Path $module.ModuleBase -ChildPath 'lib') -File
        $files.Name -like 'System.*' | Should -BeNullOrEmpty
        $files.Name | Where-Object { Test-Path -LiteralPath (Join-Path -Path $runtime -ChildPath $_) } | Should -BeNullOrEmpty
    }

    It 'works in several runspaces at once' {
        $own = (Get-NsmRelease).Count
        $counts = 1..4 | ForEach-Object -Parallel { Import-Module -Name $using:module.Path; (Get-NsmRelease).Count }
        $counts | Should -Be @($own, $own, $own, $own)
    }
}

Describe 'Import-Module' {
    It 'needs the module and its contracts only' {
        $copy = Join-Path -Path $TestDrive -ChildPath 'slim'
        $null = New-Item -ItemType Directory -Path $copy
        Copy-Item -Path (Join-Path -Path $module.ModuleBase -ChildPath '*') -Destination $copy -Exclude 'lib' -Recurse
        Join-Path -Path $copy -ChildPath 'lib' | Should -Not -Exist
        $commands = Invoke-FreshShell -Script "(Import-Module -Name '$copy/NsmPS.psd1' -PassThru).ExportedCmdlets.Count"
        $commands | Should -Be $module.ExportedCmdlets.Count
    }

    It 'shows the session the module and its contracts only, answers nobody else, and works after it was loaded twice and removed' {
        $lines = Invoke-FreshShell -Script @'
            Import-Module -Name $manifest
            $base = Split-Path -Path $manifest
            [NsmPS.NsmPlan].Assembly.GetName().Name
            (Get-NsmRelease).Count
            ([System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies |
                Where-Object { -not $_.IsDynamic -and $_.Location.StartsWith($base) } |
                ForEach-Object { $_.GetName().Name } | Sort-Object) -join ' '
            try { Get-NsmAdapter -Address 127.0.0.1:1 } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
            foreach ($private in 'KubernetesClient', 'YamlDotNet', 'Polly.Core', 'Grpc.Net.Client') {
                try { [void] [Reflection.Assembly]::Load($private); 'found' } catch { 'not found' }
            }
            ([System.Runtime.Loader.AssemblyLoadContext]::All |
                Where-Object { $_.Assemblies | Where-Object { $_.GetName().Name -match 'Grpc|Protobuf' } }).Name
            Import-Module -Name $manifest -Force
            (Get-NsmRelease).Count
            Remove-Module -Name NsmPS
            Import-Module -Name $manifest
            (Get-Command -Module NsmPS).Count
'@
        $releases = (Get-NsmRelease).Count
        $lines | Should -Be @(
            'NsmPS.Contracts', $releases, 'NsmPS NsmPS.Contracts', 'AdapterUnreachable'
            'not found', 'not found', 'not found', 'not found', 'NsmPS'
            $releases, $module.ExportedCmdlets.Count
        )
    }

    It 'works beside another YamlDotNet that is loaded <when>' -ForEach @(
        @{ when = 'before'; steps = 'Theirs', 'Ours' }
        @{ when = 'after'; steps = 'Ours', 'Theirs' }
    ) {
        $file = Join-Path -Path $TestDrive -ChildPath 'YamlDotNet.dll'
        $made = [System.Reflection.Emit.PersistedAssemblyBuilder]::new('YamlDotNet, Version=16.0.0.0', [object].Assembly, $null)
        $type = $made.DefineDynamicModule('YamlDotNet').DefineType('YamlDotNet.Serialization.DeserializerBuilder', 'Public')
        $null = $type.DefineDefaultConstructor('Public')
        $null = $type.CreateType()
        $made.Save($file)
        $lines = Invoke-FreshShell -Script (@(
                'function Ours { Import-Module -Name $manifest; (Get-NsmRelease).Count }'
                "function Theirs { [void] [Reflection.Assembly]::LoadFrom('$file'); 'loaded' }"
                $steps
                "([YamlDotNet.Serialization.DeserializerBuilder] -as [type]).Assembly.GetName().Version.Major; Ours"
            ) -join '; ')
        $releases = (Get-NsmRelease).Count
        $lines | Should -Be @(@{ Theirs = 'loaded'; Ours = $releases }[$steps] + @('16', $releases))
    }
}
