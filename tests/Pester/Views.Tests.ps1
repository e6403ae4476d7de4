BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    $folder = (Get-Module -Name NsmPS).ModuleBase
    $script:views = ([xml](Get-Content -LiteralPath (Join-Path -Path $folder -ChildPath 'NsmPS.Format.ps1xml') -Raw)).SelectNodes('//View')
    $script:types = ([xml](Get-Content -LiteralPath (Join-Path -Path $folder -ChildPath 'NsmPS.Types.ps1xml') -Raw)).SelectNodes('//Type')
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
}

$tables = @(
    @{ sees = 'lab', 'v1.20.2'; columns = 'Cluster ServerVersion Namespace Server Kubeconfig'
        made = { [NsmPS.NsmCluster]@{ Cluster = 'lab'; Server = 'https://10.0.0.1'; ServerVersion = 'v1.20.2' } } }
    @{ sees = 'admin@lab', 'True'; columns = 'Current Name Server User Namespace'
        made = { [NsmPS.NsmContext]::new('admin@lab', 'lab', 'admin', $null, 'https://10.0.0.1', $true, '/tmp/config') } }
    @{ sees = 'v0.2.1', 'v0.2.0', 'False', '{1.20}', '{vpp, kernel}'; columns = 'Version ImageTag Maintained ProvenOn Planes SampleApps'
        made = { Get-NsmRelease v0.2.1 } }
    @{ sees = 'lab', 'vpp', 'Ready'; columns = 'Cluster Namespace Version ImageTag Plane State Message'
        made = { [NsmPS.NsmMesh]@{ Cluster = 'lab'; Namespace = 'nsm-system'; Version = 'v0.2.1'; ImageTag = 'v0.2.0'
            ForwardingPlane = 'vpp'; State = 'Ready'; Injecting = $true; Revision = 3; Message = '' } } }
    @{ sees = 'Cluster: lab', '3', 'True', 'Complete', 'Restore', 'kernel'
             columns = 'Revision Current State Operation Version ImageTag Plane AppliedAt'
        made = { [NsmPS.NsmMeshRevision]@{ Cluster = 'lab'; Namespace = 'nsm-system'; Revision = 3; Current = $true; State = 'Complete'
            Operation = 'Restore'; RestoredFrom = 1; Version = 'v0.2.0'; ImageTag = 'v0.2.0'; ForwardingPlane = 'kernel' } } }
    @{ sees = 'Changed', 'DaemonSet', 'nsmgr', 'metadata.labels[app]'; columns = 'Drift Kind Name Path Expected Actual'
        made = { [NsmPS.NsmMeshDrift]@{ Cluster = 'lab'; Revision = 3; Kind = 'DaemonSet'; Namespace = 'nsm-system'; Name = 'nsmgr'
            Path = 'metadata.labels[app]'; Expected = 'a'; Actual = 'b'; Drift = 'Changed' } } }
    @{ sees = 'DaemonSet/nsmgr', 'Pending', 'one pod is starting'; columns = 'Name State Ready Desired Reason'
        made = { [NsmPS.NsmComponentStatus]::new('DaemonSet/nsmgr', 'Pending', 1, 2, 'one pod is starting') } }
    @{ sees = 'node-1', '10', 'True'; columns = 'Name Sockets ManagerIsCurrent ManagerUrl'
        made = { [NsmPS.NsmNodeStatus]::new('node-1', 10, 'tcp:10.0.0.2:5000', $true) } }
    @{ sees = 'lab', 'Install NSM', 'nothing to do'; columns = 'Cluster MadeAt Operation Summary'
        made = { [NsmPS.NsmPlan]@{ Cluster = 'lab'; Operation = 'Install NSM'; Items = [NsmPS.NsmPlanItem[]]@()
            MadeAt = [datetimeoffset]::UnixEpoch } } }
    @{ sees = 'Stage: workloads', 'Create', 'DaemonSet', 'nsmgr'; columns = 'Action Proven Kind Namespace Name Note'
        made = { [NsmPS.NsmPlanItem]@{ Stage = 'workloads'; Action = 'Create'; Kind = 'DaemonSet'; Namespace = 'nsm-system'
            Name = 'nsmgr'; ServerValidated = $true; Note = 'new' } } }
    @{ sees = 'Cluster: lab', 'icmp-responder', 'NoWire', '3/4', '2/2', 'one client has no wire'
             columns = 'Name State Clients Endpoints Namespace Message'
        made = { [NsmPS.NsmSampleApp]@{ Cluster = 'lab'; Namespace = 'nsm-system'; Name = 'icmp-responder'; State = 'NoWire'
            Clients = 4; ClientsWired = 3; Endpoints = 2; EndpointsRegistered = 2; Message = 'one client has no wire' } } }
    @{ sees = 'icmp-responder', 'kernel'; columns = 'Name Mechanism Clients Endpoints Releases Title'
        made = { Get-NsmSampleApp icmp-responder -ListAvailable } }
    @{ sees = 'nsc-1', '172.16.1.1/30'; columns = 'Role State WireAddress Name Reason'
        made = { [NsmPS.NsmSamplePod]::new('nsc-1', 'Client', 'node-1', 'Ready', '172.16.1.1/30', '') } }
    @{ sees = 'Cluster: lab', 'nsc-1', 'nse-1', 'CrossNode', '33.3', '0.250', 'PartialLoss'
             columns = 'Verdict Loss % Avg ms Locality Client Endpoint'
        made = { [NsmPS.NsmIcmpResult]@{ Client = 'nsc-1'; ClientNode = 'node-1'; Endpoint = 'nse-1'; EndpointNode = 'node-2'
            Locality = 'CrossNode'; Mechanism = 'kernel'; Sent = 3; Received = 2; LossPercent = 100 / 3; AvgMs = 0.25
                Verdict = 'PartialLoss'; Cluster = 'lab' } } }
    @{ sees = 'lab', 'http://localhost:1/abc/'; columns = 'Cluster Address'
        made = { [NsmPS.NsmTopologyPage]@{ Cluster = 'lab'; Address = 'http://localhost:1/abc/' } } }
    @{ sees = 'icmp', 'default', '{icmp-a}'; columns = 'Name Payload Running Clients Namespace Endpoints'
        made = { [NsmPS.NsmNetworkService]@{ Cluster = 'lab'; Namespace = 'default'; Name = 'icmp'; Payload = 'IP'
            Endpoints = [string[]]@('icmp-a'); EndpointsRunning = 1; Clients = 4 } } }
    @{ sees = 'icmp-a', 'nse-1: gone', 'RUNNING', 'True'; columns = 'State Orphan NetworkService Name Pod'
        made = { [NsmPS.NsmEndpoint]@{ Cluster = 'lab'; Namespace = 'default'; Name = 'icmp-a'; NetworkService = 'icmp'; Payload = 'IP'
            Node = 'n1'; State = 'RUNNING'; Pod = 'nse-1'; Orphan = $true; Detail = 'gone' } } }
    @{ sees = 'nsc-1', 'Pending', '{172.16.1.1/30}', 'icmp: it starts'; columns = 'State WireAddresses Name NetworkServices'
        made = { [NsmPS.NsmClient]@{ Cluster = 'lab'; Namespace = 'apps'; Name = 'nsc-1'; Workload = 'nsc'; Node = 'n1'
            NetworkServices = [string[]]@('icmp'); Injected = $true; WireAddresses = [string[]]@('172.16.1.1/30'); State = 'Pending'
                Reason = 'it starts' } } }
    @{ sees = 'Cluster: lab', 'nsc-1', 'Dead', 'CrossNode', '172.16.1.1/30', 'nse-1: gone'
             columns = 'State Locality Address Client Endpoint'
        made = { [NsmPS.NsmConnection]@{ Cluster = 'lab'; Client = 'nsc-1'; ClientNode = 'n1'; ClientAddress = '172.16.1.1/30'
            Endpoint = 'nse-1'; EndpointNode = 'n2'; Locality = 'CrossNode'; State = 'Dead'; Source = 'Managers'; Detail = 'gone' } } }
    @{ sees = 'WaitTimedOut', '1041', 'OperationTimeout'; columns = 'Id Code Category ProbableCause Remedy'
        made = { Get-NsmErrorHelp WaitTimedOut } }
    @{ sees = 'lab', 'Partial', 'v1.20.2', 'v0.2.1', '/tmp/x.md'; columns = 'Cluster Status Mesh Kubernetes File'
        made = { [NsmPS.NsmCompatibility]@{ Cluster = 'lab'; Status = 'Partial'; KubernetesVersion = 'v1.20.2'; MeshVersion = 'v0.2.1'
            ComponentVersion = 'edge'; Distribution = 'kind'; File = '/tmp/x.md' } } }
    @{ sees = 'Cluster: lab', 'Failed', 'Kernel', 'carry every packet', 'lost'; columns = 'Outcome Suite Name Message'
        made = { [NsmPS.NsmConformanceResult]@{ Cluster = 'lab'; Suite = 'Kernel'; Name = 'carry every packet'; Outcome = 'Failed'
            Message = 'lost' } } }
    @{ sees = 'lab', '2048', '7', '1', '/tmp/b.zip'; columns = 'Cluster Size Files Missing File'
        made = { [NsmPS.NsmSupportBundle]@{ Cluster = 'lab'; Size = 2048; FileCount = 7; NotRead = [string[]]@('x'); File = '/tmp/b.zip'
            Anonymized = $false; TakenAt = [datetimeoffset]::UnixEpoch } } }
    @{ sees = '127.0.0.1:10004', 'Serving', '42', 'True', 'it starts'; columns = 'Address State ProcessId Detached Version Message'
        made = { [NsmPS.NsmAdapter]@{ Address = '127.0.0.1:10004'; State = 'Serving'; Version = 'v1'; ProcessId = 42; Detached = $true
            Message = 'it starts' } } }
    @{ sees = 'https://127.0.0.1:6443', 'Serving', '42', 'False', 'v1.32.0', 'it starts'
             columns = 'Address State ProcessId Detached Kubernetes Message'
        made = { [NsmPS.NsmSandbox]@{ Address = 'https://127.0.0.1:6443'; State = 'Serving'; Kubeconfig = '/tmp/k'; Context = 'sandbox'
            KubernetesVersion = 'v1.32.0'; ProcessId = 42; StartedAt = [datetimeoffset]::UnixEpoch; LogFile = '/tmp/s.log'
                Message = 'it starts' } } }
    @{ sees = 'Address: h:1', 'SupportedOperations', 'Failed', '12.5', 'none there', 'do that'; columns = 'Step Outcome ms Detail Hint'
        made = { [NsmPS.NsmAdapterCheck]@{ Address = 'h:1'; Step = 'SupportedOperations'; Outcome = 'Failed'; Detail = 'none there'
            Hint = 'do that'; Duration = [timespan]::FromMilliseconds(12.5) } } }
    @{ sees = 'Cluster: lab', 'WebhookServes', 'Failed', 'Service/a/b', 'no pod do that'; columns = 'Id Outcome Target Message'
        made = { [NsmPS.NsmCheckResult]@{ Cluster = 'lab'; Id = 'WebhookServes'; Category = 'Admission'; Outcome = 'Failed'
            Target = 'Service/a/b'; Message = 'no pod'; Hint = 'do that' } } }
    @{ sees = 'Cluster: lab', 'Upstream', 'True', 'Secret', 'a/b', 'left'; columns = 'Owner Blocks Removable Kind Name Message'
        made = { [NsmPS.NsmResidue]@{ Cluster = 'lab'; ApiVersion = 'v1'; Kind = 'Secret'; ObjectNamespace = 'a'; Name = 'b'; Uid = 'u'
            Owner = 'Upstream'; Blocks = $true; Removable = $true; Message = 'left' } } }
    @{ sees = 'OperationId: op-1', 'Error while installing', 'no node', 'add one'; columns = 'Time Type Summary Details Remedy'
        made = { [NsmPS.NsmAdapterEvent]@{ Time = [datetimeoffset]::UnixEpoch; Type = 'Error'; Summary = 'Error while installing'
            Details = 'no node'; Remedy = 'add one'; OperationId = 'op-1' } } }
    @{ sees = 'Category: Install', 'network_service_mesh'; columns = 'Key Description'
        made = { [NsmPS.NsmAdapterOperation]::new('network_service_mesh', 'NSM', 'Install') } }
    @{ sees = 'custom', 'op-1', 'Accepted', '{east, west}'; columns = 'State Delete OperationId Operation Contexts'
        made = { [NsmPS.NsmAdapterOperationResult]@{ Address = 'h:1'; OperationId = 'op-1'; Operation = 'custom'; State = 'Accepted'
            Contexts = [string[]]@('east', 'west') } } }
)

Describe 'The table of an object' {
    It 'has the columns <columns>' -ForEach $tables {
        $shown = & $made | Out-String -Width 120
        @($shown -split '\n' | ForEach-Object { ($_ -split '\s+' | Where-Object { $_ }) -join ' ' }) | Should -Contain $columns
        foreach ($value in $sees) { $shown | Should -BeLike "*$([wildcardpattern]::Escape($value))*" }
    }

    It 'is there for every type that a command writes' {
        $written = (Get-Command -Module NsmPS).OutputType.Name | Where-Object { $_ -like 'NsmPS.*' } | Sort-Object -Unique
        foreach ($type in $written) { $views.ViewSelectedBy.TypeName | Should -Contain $type }
    }

    It 'has no column and no member that its type does not have, which would show nothing and raise no error' {
        foreach ($view in $views) {
            $properties = ($view.ViewSelectedBy.TypeName -as [type]).GetProperties().Name
            foreach ($column in $view.SelectNodes('.//PropertyName')) { $properties | Should -Contain $column.InnerText }
            $view.SelectNodes('.//TableColumnHeader').Count | Should -Be $view.SelectNodes('.//TableColumnItem').Count
        }
        foreach ($type in $types) {
            $properties = ($type.Name -as [type]).GetProperties().Name
            foreach ($member in $type.SelectNodes('.//ReferencedMemberName | .//ReferencedProperties/Name')) {
                $properties | Should -Contain $member.InnerText
            }
        }
    }

    It 'fits a terminal of 80 columns, with 9 for each column without a width' {
        foreach ($view in $views | Where-Object { $_.TableControl }) {
            $widths = @($view.SelectNodes('.//TableColumnHeader') | ForEach-Object { [int] ($_.Width ?? 0) })
            $widths[0] | Should -BeGreaterThan 0 -Because 'otherwise columns are as wide as their content, and what does not fit is dropped'
            ($widths | ForEach-Object { $_ -eq 0 ? 9 : $_ } | Measure-Object -Sum).Sum + $widths.Count - 1 | Should -BeLessOrEqual 80
        }
    }
}

Describe 'The colour of what is wrong' {
    AfterEach {
        $PSStyle.OutputRendering = 'PlainText'
    }

    It 'is that of <style> for <value>' -ForEach @(
        @{ style = 'Error'; value = 'NoReply'; made = { [NsmPS.NsmIcmpResult]@{ Client = 'a'; ClientNode = 'n'; Mechanism = 'kernel'
            Verdict = 'NoReply'; Cluster = 'lab' } } }
        @{ style = 'Error'; value = 'Dead'; made = { [NsmPS.NsmConnection]@{ Cluster = 'lab'; Client = 'a'; State = 'Dead'
            Source = 'Managers' } } }
        @{ style = 'Error'; value = 'Failed'; made = { [NsmPS.NsmComponentStatus]::new('DaemonSet/nsmgr', 'Failed', 1, 2, 'x') } }
        @{ style = 'Warning'; value = 'Pending'; made = { [NsmPS.NsmComponentStatus]::new('DaemonSet/nsmgr', 'Pending', 1, 2, 'x') } }
        @{ style = ''; value = 'Ready'; made = { [NsmPS.NsmComponentStatus]::new('DaemonSet/nsmgr', 'Ready', 2, 2, '') } }
    ) {
        $row = & $made
        $row | Out-String -Width 80 | Should -Not -Match '\e' -Because 'the output is plain text'
        $PSStyle.OutputRendering = 'Ansi'
        $coloured = $style ? "$($PSStyle.Formatting.$style)$value" : $value
        $row | Out-String -Width 80 | Should -BeLike "*$([wildcardpattern]::Escape($coloured))*"
        if (-not $style) { $row | Out-String -Width 80 | Should -Not -Match "\e\[[0-9;]+m$value" }
    }
}

Describe 'The list of an object' {
    AfterEach {
        $PSStyle.OutputRendering = 'PlainText'
        $env:NO_COLOR = $null
    }

    It 'shows what is wrong in colour, and no colour where none is wanted' {
        $row = [NsmPS.NsmIcmpResult]@{ Client = 'a'; ClientNode = 'n'; Mechanism = 'kernel'; Verdict = 'NoReply'; Cluster = 'lab' }
        foreach ($text in ($row | Format-List | Out-String), ($row | Format-Table | Out-String)) { $text | Should -Not -Match '\e' }
        $PSStyle.OutputRendering = 'Ansi'
        $red = [wildcardpattern]::Escape("$($PSStyle.Formatting.Error)NoReply")
        $row | Format-List | Out-String | Should -BeLike "*Verdict*$red*"
    }

    It 'has no escape codes in a shell with NO_COLOR, like the table' {
        # The shell reads the variable when it starts.
        $script = @(
            "Import-Module '$((Get-Module -Name NsmPS).Path)'"
            '$row = [NsmPS.NsmIcmpResult]@{ Client = "a"; ClientNode = "n"; Mechanism = "kernel"; Verdict = "NoReply"; Cluster = "lab" }'
            '$row | Format-List; $row'
        ) -join '; '
        $env:NO_COLOR = '1'
        $shell = @([System.Environment]::ProcessPath) + @([System.Environment]::GetCommandLineArgs()[0] -like '*.dll' ?
            [System.Environment]::GetCommandLineArgs()[0] : @())
        $shown = & $shell[0] @($shell | Select-Object -Skip 1) -NoProfile -NonInteractive -Command $script
        "$shown" | Should -BeLike '*NoReply*NoReply*'
        "$shown" | Should -Not -Match '\e'
    }

    It 'has every property that the list of the type had before its colours' {
        foreach ($view in $views | Where-Object { $_.ListControl }) {
            $names = @($view.SelectNodes('.//ListItem') | ForEach-Object { $_.PropertyName ?? $_.Label })
            $type = $types | Where-Object Name -EQ $view.ViewSelectedBy.TypeName
            $set = @($type | ForEach-Object { $_.SelectNodes('.//ReferencedProperties/Name') } | ForEach-Object InnerText)
            $names | Should -Be ($set ? $set : @(($view.ViewSelectedBy.TypeName -as [type]).GetProperties().Name))
        }
    }
}

Describe 'A long name in a table' {
    BeforeAll {
        $script:columns = $env:COLUMNS
        # What people read, not look up: it is never cut, and may take several lines. An address is there to be opened.
        $script:texts = 'Message', 'Reason', 'Detail', 'Details', 'Hint', 'Remedy', 'Summary', 'Description', 'Title', 'ProbableCause'
        $script:texts += 'Note', 'NsmTopologyPage.Address', 'NsmConformanceResult.Name', 'NsmError.Id', 'NsmPlan.Operation'

        # An object of a type with long names everywhere, and the given text where people read.
        function New-LongObject([type] $Type, [string] $Text) {
            $object = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
            foreach ($property in $Type.GetProperties() | Where-Object CanWrite) {
                $kind = [System.Nullable]::GetUnderlyingType($property.PropertyType) ?? $property.PropertyType
                $isText = $property.Name -in $texts -or "$($Type.Name).$($property.Name)" -in $texts
                $long = "$($property.Name.ToLowerInvariant())-".PadRight(60, 'x') + 'end'
                $value = if ($kind -eq [string]) { $isText ? $Text : $long }
                elseif ($kind.IsAssignableFrom([string[]])) { , [string[]]@($long, "$long-2", "$long-3") }
                elseif ($kind -eq [NsmPS.NsmState] -and $Type -eq [NsmPS.NsmMesh]) { 'Removing' -as $kind } # Only pods are NotInjected.
                elseif ($kind.IsEnum) { [enum]::Parse($kind, ([enum]::GetNames($kind) | Sort-Object -Property Length)[-1]) }
                elseif ($kind -eq [int]) { 9999 }
                elseif ($kind -eq [double]) { 100.0 }
                elseif ($kind -eq [timespan]) { [timespan]::FromSeconds(59.99) }
                elseif ($kind.IsArray) { , [array]::CreateInstance($kind.GetElementType(), 0) }
                elseif ($kind.IsGenericType) { , [array]::CreateInstance($kind.GenericTypeArguments[0], 0) }
                elseif ($kind.IsValueType) { [activator]::CreateInstance($kind) }
                $property.SetValue($object, $value)
            }
            $object
        }

        # The lines of a table without those before its rule.
        function Get-Row($Object, [int] $Width) {
            $text = $Object | Format-Table | Out-String -Width $Width
            $lines = @($text -split '\n' | ForEach-Object { $_.TrimEnd() } | Where-Object { $_ })
            ($lines.Length | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual $Width -Because ($lines -join "`n")
            $lines | Select-Object -Skip (@($lines | ForEach-Object { $_ -match '^ *--+( |$)' }).IndexOf($true) + 1)
        }
    }

    AfterAll { $env:COLUMNS = $columns }

    It 'loses its middle in every table on a terminal of <_>, and the row is one line' -ForEach 80, 100, 120 {
        $env:COLUMNS = $_
        $wrong = foreach ($view in $views | Where-Object { $_.TableControl -and $_.Name -ne 'Wide' }) {
            $name = $view.ViewSelectedBy.TypeName
            $shown = @(Get-Row -Object (New-LongObject -Type ($name -as [type]) -Text '') -Width $_)
            if ($shown.Count -ne 1 -or $shown -match '…(\s|$)') { "$name`n$($shown -join "`n")" }
        }
        $wrong | Should -BeNullOrEmpty
    }

    It 'is whole in the list, and what is to be read is whole in the table' {
        $env:COLUMNS = 80
        $read = 'nsmd: ErrImagePull of networkservicemesh/nsmd:v0.2.0'
        foreach ($view in $views | Where-Object { $_.TableControl -and $_.Name -ne 'Wide' }) {
            $object = New-LongObject -Type ($view.ViewSelectedBy.TypeName -as [type]) -Text $read
            $list = $object | Format-List | Out-String -Width 400
            $table = (Get-Row -Object $object -Width 80) -join "`n"
            foreach ($column in $view.SelectNodes('.//TableColumnItem')) {
                $shows = "$($column.PropertyName)$($column.ScriptBlock)"
                $property = [regex]::Match($shows, '(?<=^|(ShortName|WrappedText)\S+\(\$_\.)\w+').Value
                $value = $object.$property
                if ($value -is [string]) { $list | Should -BeLike "*$value*" }
                if ($value -eq $read) { $table | Should -Not -Match '…$' }
            }
        }
    }

    It 'stands beside texts that are broken between words' {
        $env:COLUMNS = 80
        $read = 'The pod is Ready, and its wire is dead; delete the pods of others.'
        foreach ($view in $views | Where-Object { $_.TableControl }) {
            $type = $view.ViewSelectedBy.TypeName -as [type]
            if ($type.Name -in 'NsmConformanceResult', 'NsmError', 'NsmPlan') { continue }
            $rows = @(New-LongObject -Type $type -Text $read | Format-Table -View $view.Name | Out-String -Width 80) -split '\n'
            foreach ($word in $view.OuterXml -match 'WrappedText' ? ($read -split ' ') : @()) {
                ($rows -match "(^|\s)$([regex]::Escape($word))(\s|`$)") | Should -Not -BeNullOrEmpty -Because "$word is whole in a $type"
            }
        }
    }

    It 'is whole in the view Wide' {
        $env:COLUMNS = 80
        foreach ($view in $views | Where-Object Name -EQ 'Wide') {
            New-LongObject -Type ($view.ViewSelectedBy.TypeName -as [type]) -Text 'ok' | Format-Table -View Wide | Out-String -Width 400 |
                Should -Not -Match '…'
        }
    }

    It 'of a list gives way to as many names as fit' {
        $env:COLUMNS = 80
        [NsmPS.Views.ShortName]::InColumn(@('icmp-responder', 'vpn', 'hello-nsm'), 24) | Should -Be '{icmp-responder, vpn…}'
        [NsmPS.Views.ShortName]::InColumn([string[]]@('icmp-responder', 'vpn', 'hello-nsm'), 24) | Should -Be '{icmp-responder, vpn…}'
        [NsmPS.Views.ShortName]::InColumn([string[]]@('icmp-responder'), 10) | Should -Be '{icm…nder}'
        [NsmPS.Views.ShortName]::InColumn([string[]]@(), 10) | Should -Be '{}'
        [NsmPS.Views.ShortName]::InColumn($null, 10) | Should -Be ''
    }

    It 'is whole where output goes into a file or a program' {
        $env:COLUMNS = $null
        [NsmPS.Views.ShortName]::InTable('icmp-responder-nsc-7d9f8c6b5d-x7k2p', 38, 2) | Should -Be 'icmp-responder-nsc-7d9f8c6b5d-x7k2p'
    }
}

Describe 'The name of an object of the cluster' {
    It 'has no empty namespace in it' {
        "$([NsmPS.NsmPlanItem]@{ Stage = 's'; Action = 'Delete'; Kind = 'Node'; Namespace = ''; Name = 'n'; ServerValidated = $true })" |
            Should -Be 'Delete Node/n'
        "$([NsmPS.NsmResidue]@{ Cluster = 'c'; ApiVersion = 'v1'; Kind = 'Node'; ObjectNamespace = ''; Name = 'n'; Uid = 'u'
            Owner = 'NsmPS'; Removable = $true; Message = '' })" | Should -Be 'Node/n'
    }
}

Describe 'Times in tables' {
    It 'are those of the clock on the wall' {
        $moment = [datetimeoffset]::new(2026, 1, 2, 3, 4, 5, [timespan]::FromHours(-7))
        $plan = [NsmPS.NsmPlan]@{ Cluster = 'lab'; Operation = 'x'; Items = [NsmPS.NsmPlanItem[]]@(); MadeAt = $moment }
        $plan | Out-String -Width 120 | Should -BeLike "*$($moment.LocalDateTime.ToString('yyyy-MM-dd HH:mm'))*"
    }
}

Describe 'A time on the command line' {
    It '<text> is <seconds> seconds' -ForEach @(
        @{ text = '30s'; seconds = 30 }, @{ text = '5m'; seconds = 300 }, @{ text = '1h30m'; seconds = 5400 }
        @{ text = '1.5s'; seconds = 1.5 }, @{ text = '250ms'; seconds = 0.25 }, @{ text = '90'; seconds = 90 }
        @{ text = '00:01:00'; seconds = 60 }, @{ text = '2H'; seconds = 7200 }
    ) {
        [NsmPS.Parameters.DurationAttribute]::new().Transform($null, $text).TotalSeconds | Should -Be $seconds
    }
}

Describe 'Test-NsmIcmpConnectivity and Get-NsmConnection' {
    It 'shows every column whole on a terminal of <width>, in <lines> lines' -ForEach @(
        @{ width = 80; lines = 2 }, @{ width = 100; lines = 2 }, @{ width = 120; lines = 1 }
    ) {
        $pods = @{ Client = 'icmp-responder-nsc-7d9f8c6b5d-x7k2p'; Endpoint = 'icmp-responder-nse-6d5f8c7b9d-a1b2c'; ClientNode = 'n1'
            Locality = 'CrossNode'; Cluster = 'lab' }
        $ping = [NsmPS.NsmIcmpResult]($pods + @{ Mechanism = 'kernel'; Sent = 3; LossPercent = 100; Verdict = 'PartialLoss' })
        $wire = [NsmPS.NsmConnection]($pods + @{ ClientAddress = '172.16.1.253/30'; State = 'Unknown' })
        foreach ($row in $ping, $wire) {
            $shown = @(($row | Out-String -Width $width) -split '\n' | ForEach-Object { $_.TrimEnd() } | Where-Object { $_ })
            ($shown.Length | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual $width
            $rule = @($shown | ForEach-Object { $_ -like '---*' }).IndexOf($true)
            $shown[$rule - 1] | Should -Match 'Client +Endpoint$'
            $shown.Count - $rule - 1 | Should -Be $lines
            $shown[-1] | Should -BeLike '*b2c'
        }
    }

    It 'wraps long names of pods, and cuts none' {
        $ping = [NsmPS.NsmIcmpResult]@{
            Client = 'icmp-responder-nsc-7d9f8c6b5d-with-a-rather-long-name-x7k2p'; ClientNode = 'node-1'
            Mechanism = 'kernel'; Verdict = 'NoWire'; Cluster = 'lab'
        }
        $shown = $ping | Out-String -Width 80
        $shown | Should -Not -Match '\u2026'
        $shown | Should -BeLike '*NoWire*'
    }
}
