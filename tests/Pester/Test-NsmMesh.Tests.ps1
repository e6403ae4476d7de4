BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh -Version v0.2.1 -ForwardingPlane kernel
    $null = New-NsmSampleApp -Name icmp-responder
    $script:webhook = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/nsm-admission-webhook-cfg'

    # Restarts a part of the mesh, and waits until the wires have fallen over it.
    function Invoke-Fall {
        param([Parameter(Mandatory)] [string] $App)

        $pods = '/api/v1/namespaces/nsm-system/pods'
        foreach ($pod in (Invoke-SandboxApi -Sandbox $sandbox -Path "$pods`?labelSelector=app%3D$App").items) {
            $null = Invoke-SandboxApi -Sandbox $sandbox -Method DELETE -Path "$pods/$($pod.metadata.name)"
        }
        $null = Wait-NsmMesh
        Wait-Answer -Ask { Get-Failed } -Until { "$_" -eq 'LeftoverLinks WiresAlive' } | Should -Be @('LeftoverLinks', 'WiresAlive')
    }

    function Get-Failed {
        Test-NsmMesh | Where-Object Outcome -In 'Failed', 'Warning' | ForEach-Object { "$($_.Id)" } | Sort-Object -Unique
    }

    function Get-Drift {
        Compare-NsmMesh | ForEach-Object { "$($_.Drift) $($_.Kind)/$($_.Name) $($_.Path)".Trim() } | Sort-Object
    }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'Test-NsmMesh' {
    It 'passes every check of a sound mesh' {
        $rows = Test-NsmMesh
        $rows | Should -BeOfType 'NsmPS.NsmCheckResult'
        $rows.Outcome | Select-Object -Unique | Should -Be 'Passed'
        Test-NsmMesh -Quiet | Should -BeTrue
        (Test-NsmMesh -Category Nodes).Category | Select-Object -Unique | Should -Be 'Nodes'
    }

    It 'names dead wires, and what to do about them' {
        Set-NsmSandboxFault -Fault WireLoss
        $rows = @(Test-NsmMesh -Category Wires)
        Set-NsmSandboxFault -Clear
        $rows | Should -HaveCount 4
        foreach ($row in $rows) { "$($row.Outcome) $($row.Hint)" | Should -BeLike 'Failed *Repair-NsmMesh*' }
    }

    It 'does not find a mesh in another namespace, as does Repair-NsmMesh' {
        { Test-NsmMesh -Namespace elsewhere -ErrorAction Stop } |
            Should -Throw -ErrorId 'MeshNotInstalled,NsmPS.Commands.TestNsmMeshCommand'
        { Repair-NsmMesh -Namespace elsewhere -ErrorAction Stop } |
            Should -Throw -ErrorId 'MeshNotInstalled,NsmPS.Commands.RepairNsmMeshCommand'
    }

    It 'has every row as a case in the <format> report of <command>' -ForEach @(
        @{ command = 'Test-NsmMesh'; format = 'JUnit' }
        @{ command = 'Test-NsmMesh'; format = 'NUnit' }
        @{ command = 'Test-NsmPrerequisite'; format = 'JUnit' }
    ) {
        $file = Join-Path -Path $TestDrive -ChildPath "$command.$format.xml"
        $rows = & $command -ReportPath $file -ReportFormat $format
        $report = [xml](Get-Content -LiteralPath $file -Raw)
        $cases = $report.SelectNodes('//testcase | //test-case')
        @($cases.name | ForEach-Object { ($_ -split ' ')[0] } | Sort-Object) |
            Should -Be @($rows | ForEach-Object { "$($_.Id)" } | Sort-Object)
        $report.SelectNodes('//failure').Count | Should -Be @($rows | Where-Object Outcome -EQ 'Failed').Count
    }

    It 'writes a failure into the report when the cluster cannot be tested' {
        $file = Join-Path -Path $TestDrive -ChildPath 'none.xml'
        { Test-NsmMesh -Timeout 0.001 -ReportPath $file -ErrorAction Stop } |
            Should -Throw -ErrorId 'WaitTimedOut,NsmPS.Commands.TestNsmMeshCommand'
        ([xml](Get-Content -LiteralPath $file -Raw)).SelectNodes('//failure').type | Should -Be 'WaitTimedOut'
    }
}

Describe 'Test-NsmPrerequisite' {
    It 'finds the cluster fit for the mesh, and not for a second one' {
        (Test-NsmPrerequisite -Version v0.2.1).Outcome | Select-Object -Unique | Should -Be 'Passed'
        Test-NsmPrerequisite -Version v0.2.1 -Quiet | Should -BeTrue
        (Test-NsmPrerequisite -Version v0.2.1 -Namespace elsewhere | Where-Object Outcome -EQ 'Failed').Id | Should -Be 'ExistingMesh'
    }
}

Describe 'Repair-NsmMesh' {
    It 'has nothing to do on a sound mesh' {
        (Repair-NsmMesh -WhatIf -PassThru).Summary | Should -Be 'nothing to do'
    }

    It 'brings the wires back after a restart of <_> under them, and refuses its plan of before' -ForEach @(
        'nsm-kernel-plane', 'nsmgr-daemonset'
    ) {
        Invoke-Fall -App $_
        Test-NsmMesh -Quiet | Should -BeFalse
        $plan = Repair-NsmMesh -WhatIf -PassThru
        (Repair-NsmMesh).State | Should -Be 'Ready'
        Get-Failed | Should -BeNullOrEmpty
        (Test-NsmIcmpConnectivity -Count 1).Verdict | Select-Object -Unique | Should -Be 'Ok'
        { Repair-NsmMesh -Plan $plan -ErrorAction Stop } | Should -Throw -ErrorId 'PlanOutdated,NsmPS.Commands.RepairNsmMeshCommand'
    }
}

Describe 'Compare-NsmMesh' {
    BeforeAll {
        Remove-NsmSampleApp -Name icmp-responder

        function Edit-Object {
            param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $Body, [string] $As = 'strategic-merge-patch')

            $null = Invoke-SandboxApi -Sandbox $sandbox -Path $Path -Patch $As -Body $Body
        }

        $script:core = '/api/v1/namespaces/nsm-system'
        $script:apps = '/apis/apps/v1/namespaces/nsm-system'
        $script:service = "$core/services/nsm-admission-webhook-svc"
    }

    It 'finds nothing where nobody has changed anything, nor in what others add' {
        Edit-Object -Path $core -Body '{"metadata":{"labels":{"theirs":"x"}}}'
        Edit-Object -Path "$apps/daemonsets/nsmgr" -Body '{"metadata":{"annotations":{"theirs":"x"}}}'
        $container = '{"name":"nsm-admission-webhook","env":[{"name":"THEIRS","value":"x"}]}'
        Edit-Object -Path "$apps/deployments/nsm-admission-webhook" -Body (
            "{`"spec`":{`"template`":{`"spec`":{`"containers`":[$container]}}}}")
        Compare-NsmMesh | Should -BeNullOrEmpty
        Compare-NsmMesh -Quiet | Should -BeTrue
    }

    It 'finds each change by hand once, and Restore-NsmMesh -Force fixes all' {
        $plane = "$apps/daemonsets/nsm-kernel-forwarder"
        $rbac = '/apis/rbac.authorization.k8s.io/v1'
        $definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
        $template = '{"spec":{"template":{"spec":{' + '#' + '}}}}'
        Edit-Object -Path $plane -Body $template.Replace('#',
            '"containers":[{"name":"kernel-forwarder","image":"docker.io/somebody/kernel-forwarder:latest"}]')
        Edit-Object -Path $plane -Body $template.Replace('#', '"volumes":[{"name":"workspace","hostPath":{"path":"/tmp/elsewhere"}}]')
        Edit-Object -Path $plane -As json-patch -Body '[{"op":"remove","path":"/spec/template/spec/containers/0/env/0"}]'
        Edit-Object -Path "$apps/deployments/nsm-admission-webhook" -As merge-patch `
            -Body '{"spec":{"replicas":2,"template":{"metadata":{"annotations":{"nsmps.io/certificate":"another"}}}}}'
        Edit-Object -Path $service -As merge-patch -Body '{"metadata":{"labels":{"app":null}}}'
        Edit-Object -Path $service -As json-patch -Body '[{"op":"replace","path":"/spec/ports/0/targetPort","value":8443}]'
        Edit-Object -Path "$rbac/clusterroles/nsm-role" -As json-patch `
            -Body '[{"op":"add","path":"/rules/-","value":{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}}]'
        Edit-Object -Path "$rbac/clusterrolebindings/nsm-role-binding" -As merge-patch `
            -Body '{"subjects":[{"kind":"ServiceAccount","name":"nsmgr-acc","namespace":"default"}]}'
        Edit-Object -Path "$definitions/networkserviceendpoints.networkservicemesh.io" -As json-patch `
            -Body '[{"op":"remove","path":"/spec/names/shortNames/1"}]'
        Edit-Object -Path "$definitions/networkservices.networkservicemesh.io" -As json-patch `
            -Body '[{"op":"replace","path":"/spec/versions/0/additionalPrinterColumns/0/jsonPath","value":".spec.other"}]'
        Edit-Object -Path $webhook `
            -Body '{"webhooks":[{"name":"admission-webhook.networkservicemesh.io","failurePolicy":"Fail","timeoutSeconds":10}]}'
        Edit-Object -Path "$core/secrets/nsm-admission-webhook-certs" -As merge-patch -Body '{"data":{"tls.key":"bm9uZQ=="}}'
        $null = Invoke-SandboxApi -Sandbox $sandbox -Method DELETE -Path "$core/serviceaccounts/nse-acc"
        $null = Invoke-SandboxApi -Sandbox $sandbox -Method DELETE -Path "$apps/daemonsets/nsmgr"

        Get-Drift | Should -Be @(@'
Changed ClusterRole/nsm-role rules
Changed ClusterRoleBinding/nsm-role-binding subjects[nsmgr-acc].namespace
Changed CustomResourceDefinition/networkserviceendpoints.networkservicemesh.io spec.names.shortNames
Changed CustomResourceDefinition/networkservices.networkservicemesh.io spec.versions[v1alpha1].additionalPrinterColumns[Payload].jsonPath
Changed DaemonSet/nsm-kernel-forwarder spec.template.spec.containers[kernel-forwarder].image
Changed DaemonSet/nsm-kernel-forwarder spec.template.spec.volumes[workspace].hostPath.path
Changed Deployment/nsm-admission-webhook spec.replicas
Changed Deployment/nsm-admission-webhook spec.template.metadata.annotations[nsmps.io/certificate]
Changed MutatingWebhookConfiguration/nsm-admission-webhook-cfg webhooks[admission-webhook.networkservicemesh.io].failurePolicy
Changed MutatingWebhookConfiguration/nsm-admission-webhook-cfg webhooks[admission-webhook.networkservicemesh.io].timeoutSeconds
Changed Secret/nsm-admission-webhook-certs data
Changed Service/nsm-admission-webhook-svc spec.ports[https].targetPort
Missing DaemonSet/nsm-kernel-forwarder spec.template.spec.containers[kernel-forwarder].env[INSECURE]
Missing Service/nsm-admission-webhook-svc metadata.labels.app
ObjectMissing DaemonSet/nsmgr
ObjectMissing ServiceAccount/nse-acc
'@ -split '\r?\n' | Sort-Object)
        $values = Compare-NsmMesh | ForEach-Object { "$($_.Expected) -> $($_.Actual)" }
        $values | Should -Contain '3 -> 10'
        $values | Should -Contain '*** -> ***'
        Compare-NsmMesh -Quiet | Should -BeFalse

        { Restore-NsmMesh -Revision 1 -ErrorAction Stop } | Should -Throw -ErrorId 'FieldConflict,*'
        (Restore-NsmMesh -Revision 1 -Force).State | Should -Be 'Ready'
        Compare-NsmMesh -Quiet | Should -BeTrue
        (Invoke-SandboxApi -Sandbox $sandbox -Path $core).metadata.labels.theirs | Should -Be 'x'
    }

    It 'finds what cannot be changed in place, and Repair-NsmMesh recreates it and says so' {
        Edit-Object -Path $service -As json-patch -Body '[{"op":"replace","path":"/spec/ports/0/port","value":8443}]'
        Get-Drift | Should -Be 'Changed Service/nsm-admission-webhook-svc spec.ports[https].port'
        { Install-NsmMesh -ForwardingPlane kernel -ErrorAction Stop } | Should -Throw -ErrorId 'ApiRequestFailed,*'
        (Repair-NsmMesh -WhatIf -PassThru).Items | ForEach-Object { "$($_.Action) $($_.Kind)/$($_.Name)" } |
            Should -Be 'Replace Service/nsm-admission-webhook-svc'
        (Repair-NsmMesh).State | Should -Be 'Ready'
        Compare-NsmMesh -Quiet | Should -BeTrue
    }
}

Describe 'Get-NsmResidue' {
    It 'is empty while all belongs to the mesh' {
        Get-NsmResidue | Should -BeNullOrEmpty
        Remove-NsmResidue -WhatIf
    }

    It 'lists what is left of a mesh whose namespace was deleted; it can be freed and removed' {
        $null = Invoke-SandboxApi -Sandbox $sandbox -Path $webhook -Patch json-patch `
            -Body '[{"op":"replace","path":"/webhooks/0/failurePolicy","value":"Fail"}]'
        $null = Invoke-SandboxApi -Sandbox $sandbox -Method DELETE -Path '/api/v1/namespaces/nsm-system'
        $gone = { Get-Problem { Invoke-SandboxApi -Sandbox $sandbox -Path '/api/v1/namespaces/nsm-system' } }
        Wait-Answer -Ask $gone -Until { "$_" -like '*404*' -or "$_" -like '*NotFound*' } | Should -Not -BeNullOrEmpty
        Get-Failed | Should -Contain 'PodsCanBeCreated'
        (Get-NsmResidue | Where-Object Blocks).Name | Should -Be 'nsm-admission-webhook-cfg'
        Repair-NsmMesh -UnblockAdmission
        Get-Failed | Should -Not -Contain 'PodsCanBeCreated'
        Get-NsmResidue | Remove-NsmResidue -PassThru | Should -HaveCount 1
        Get-NsmResidue | Where-Object Kind -NE 'Node' | Should -BeNullOrEmpty
    }
}
