BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    Import-NsmAssertion
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh
    $script:client = 'icmp-responder-nsc'
    $script:space = '/api/v1/namespaces/nsm-system'
    $script:deployments = '/apis/apps/v1/namespaces/nsm-system/deployments'

    # Deletes the pods of a Deployment and waits until others run, or at least exist.
    function Remove-PodOf([string] $Name, [switch] $Dead) {
        $old = @((Invoke-SandboxApi $sandbox "$space/pods").items.metadata.name -like "$Name-*")
        foreach ($pod in $old) { $null = Invoke-SandboxApi $sandbox "$space/pods/$($pod)?gracePeriodSeconds=0" -Method DELETE }
        $null = Wait-Answer {
            @((Invoke-SandboxApi $sandbox "$space/pods").items | Where-Object {
                    $_.metadata.name -like "$Name-*" -and $_.metadata.name -notin $old -and ($Dead -or $_.status.phase -eq 'Running')
                }).Count
        }
    }

    # Makes the clients' Deployment again, as it was before the webhook saw it.
    function Reset-Client {
        $kept = Invoke-SandboxApi $sandbox "$deployments/icmp-responder-nsc"
        $null = Invoke-SandboxApi $sandbox "$deployments/icmp-responder-nsc" -Method DELETE
        $null = Wait-Answer { @(Get-NsmClient).Count -eq 0 }
        $pod = $kept.spec.template.spec
        $null = Invoke-SandboxApi $sandbox $deployments -Method POST -Body (@{
                metadata = @{ name = $kept.metadata.name; labels = $kept.metadata.labels; annotations = $kept.metadata.annotations }
                spec = @{
                    replicas = 2; selector = $kept.spec.selector
                    template = @{
                        metadata = @{ labels = $kept.spec.template.metadata.labels }
                        spec = @{
                            containers = @($pod.containers | Where-Object name -EQ 'alpine-img' | Select-Object name, image, command)
                        }
                    }
                }
            } | ConvertTo-Json -Depth 20)
        $null = Wait-Answer { @(Get-NsmClient).Count }
    }
}

AfterAll { Get-NsmSandbox | Stop-NsmSandbox }

Describe 'Import-NsmAssertion' {
    BeforeEach {
        Set-NsmSandboxFault -Clear
        $null = Remove-NsmSampleApp icmp-responder -Confirm:$false -ErrorAction Ignore
        $null = New-NsmSampleApp icmp-responder
    }

    It 'holds for clients that are well' {
        $client | Should -BeInjected
        $client | Should -HaveWire
        $client | Should -HaveWire -To icmp-responder -Count 1
        'icmp-responder' | Should -Not -HaveWire -Because 'only the beginning of a name is its'
        $client | Should -Reach
        Get-NsmClient | Select-Object -First 1 | Should -Reach
        'nobody' | Should -Not -HaveWire
    }

    It 'fails in -<by> when <fault>' -ForEach @(
        @{ fault = 'every ping is lost'; by = 'Reach'; plant = { Set-NsmSandboxFault WireLoss } }
        @{ fault = 'one client of four has no way'; by = 'Reach'; plant = { Set-NsmSandboxFault WireLoss -Target (Get-NsmClient)[0].Name } }
        @{ fault = 'half of the pings are lost'; by = 'Reach'; plant = { Set-NsmSandboxFault WireLoss -Loss 50 } }
        @{ fault = 'a node is down'; by = 'Reach'; plant = { Set-NsmSandboxFault NodeDown -Target (Get-NsmClient)[0].Node } }
        @{ fault = 'the endpoints are gone'; by = 'HaveWire'; plant = { Remove-PodOf icmp-responder-nse } }
        @{ fault = 'the endpoints are scaled to none'; by = 'HaveWire'; plant = {
                $null = Invoke-SandboxApi $sandbox "$deployments/icmp-responder-nse" -Patch merge-patch -Body '{"spec":{"replicas":0}}'
                $null = Wait-Answer { @(Get-NsmEndpoint | Where-Object Pod).Count -eq 0 }
            }
        }
        @{ fault = 'clients start without an interface'; by = 'HaveWire'; plant = {
                Set-NsmSandboxFault NoWire
                Remove-PodOf icmp-responder-nsc -Dead
            }
        }
        @{ fault = 'clients do not come up'; by = 'HaveWire'; plant = {
                Set-NsmSandboxFault SlowPods -Delay 10m
                Remove-PodOf icmp-responder-nsc -Dead
            }
        }
        @{ fault = 'the clients are gone'; by = 'HaveWire'; plant = {
                $null = Invoke-SandboxApi $sandbox "$deployments/icmp-responder-nsc" -Method DELETE
                $null = Wait-Answer { @(Get-NsmClient).Count -eq 0 }
            }
        }
        @{ fault = 'the webhook injects nothing'; by = 'BeInjected'; plant = {
                Set-NsmSandboxFault NoInjection
                Reset-Client
            }
        }
        @{ fault = 'nobody asks the webhook'; by = 'BeInjected'; plant = {
                $hooks = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations'
                $kept = Invoke-SandboxApi $sandbox "$hooks/nsm-admission-webhook-cfg"
                $null = Invoke-SandboxApi $sandbox "$hooks/nsm-admission-webhook-cfg" -Method DELETE
                Reset-Client
                $kept.metadata = @{ name = $kept.metadata.name; labels = $kept.metadata.labels }
                $null = Invoke-SandboxApi $sandbox $hooks -Method POST -Body ($kept | ConvertTo-Json -Depth 20)
            }
        }
    ) {
        & $plant
        $call = switch ($by) {
            'Reach' { { $client | Should -Reach } }
            'HaveWire' { { $client | Should -HaveWire -Because 'it was made' } }
            'BeInjected' { { $client | Should -BeInjected } }
        }
        $expected = switch ($by) {
            'Reach' { 'reaches its endpoints' }
            'HaveWire' { 'has a wire, because it was made' }
            default { 'has injected' }
        }
        $call | Should -Throw -ExpectedMessage "*$expected*, but *"
    }

    It 'fails in -HaveNoResidue when something of a mesh is left' {
        $null = Remove-NsmSampleApp icmp-responder -Confirm:$false
        $other = Connect-TestSandbox
        try {
            $null | Should -HaveNoResidue
            $null = Invoke-SandboxApi $other '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations' -Method POST -Body (@{
                    metadata = @{ name = 'nsm-admission-webhook-cfg' }; webhooks = @()
                } | ConvertTo-Json)
            { $null | Should -HaveNoResidue } | Should -Throw -ExpectedMessage '*nsm-admission-webhook-cfg*'
        }
        finally {
            $other | Stop-NsmSandbox
            $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
        }
    }
}

Describe 'Invoke-NsmConformance' {
    BeforeAll {
        Set-NsmSandboxFault -Clear
        $null = Remove-NsmSampleApp icmp-responder -Confirm:$false -ErrorAction Ignore
        $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
    }

    It 'passes on a cluster that is well, and writes what build servers and Meshery read' {
        $report = Join-Path -Path $TestDrive -ChildPath 'report.xml'
        $rows = Invoke-NsmConformance -ReportPath $report -CompatibilityPath $TestDrive -AllowSandbox
        $rows | Where-Object Outcome -EQ Failed | ForEach-Object { "$($_.Suite) $($_.Name): $($_.Message)" } | Should -BeNullOrEmpty
        @($rows.Suite | Sort-Object -Unique) | Should -Be 'Healing', 'Kernel', 'Memif', 'Mesh', 'Removal', 'Services'
        @($rows | Where-Object Outcome -EQ Passed).Count | Should -BeGreaterThan 8
        @(([xml] (Get-Content -LiteralPath $report -Raw)).SelectNodes('//testcase')).Count | Should -Be $rows.Count
        Get-Content -LiteralPath (Get-ChildItem -Path $TestDrive -Filter *.md) -Raw | Should -Match 'overall-status: passing'
        Get-NsmSampleApp | Should -BeNullOrEmpty
    }

    It 'fails where the cluster does, and says why' {
        Set-NsmSandboxFault WireLoss
        try { $rows = Invoke-NsmConformance Kernel } finally { Set-NsmSandboxFault -Clear }
        $failed = @($rows | Where-Object Outcome -EQ Failed)
        $failed[0].Name | Should -Match 'carry every packet'
        $failed[0].Message | Should -Match 'reaches its endpoints'
        @($rows | Where-Object Name -Match 'are up').Outcome | Should -Be 'Passed'
    }

    It 'runs the files of a folder, with -Quiet for a yes or no' {
        $own = (New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath 'own')).FullName
        Set-Content -LiteralPath "$own/Mine.Tests.ps1" -Value "Describe mine { It 'sees no client' { 'x' | Should -Not -HaveWire } }"
        (Invoke-NsmConformance -Path $own).Name | Should -Be 'mine.sees no client'
        Invoke-NsmConformance -Path $own -Quiet | Should -BeTrue
        Set-Content -LiteralPath "$own/Broken.Tests.ps1" -Value 'throw "it is broken"'
        $rows = Invoke-NsmConformance -Path $own
        ($rows | Where-Object Suite -EQ Broken).Message | Should -Match 'it is broken'
    }

    # One YAML and one Pester file: somebody's own client of a service that the mesh has.
    It 'brings the YAML of a folder up for its tests, and removes it again' {
        $null = New-NsmSampleApp icmp-responder
        $own = (New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath 'shop')).FullName
        Set-Content -LiteralPath "$own/shop.yaml" -Value @'
apiVersion: apps/v1
kind: Deployment
metadata: {name: till}
spec:
  selector: {matchLabels: {app: till}}
  template:
    metadata:
      labels: {app: till}
      annotations: {ns.networkservicemesh.io: icmp-responder}
    spec:
      containers: [{name: main, image: 'alpine:3.22', command: [sleep, '86400']}]
'@
        Set-Content -LiteralPath "$own/Shop.Tests.ps1" -Value "Describe shop { It 'has its wire' { 'till' | Should -HaveWire } }"
        try {
            $rows = Invoke-NsmConformance -Path $own
            $rows | ForEach-Object { "$($_.Outcome) $($_.Name) $($_.Message)".TrimEnd() } | Should -Be 'Passed shop.has its wire'
            Get-NsmSampleApp | Where-Object Name -EQ shop | Should -BeNullOrEmpty
            Set-Content -LiteralPath "$own/shop.yaml" -Value 'kind: Deployment'
            $rows = Invoke-NsmConformance -Path $own
            $rows.Name | Should -Be 'The scenario comes up'
            $rows.Message | Should -Match 'shop.yaml'
        }
        finally { $null = Remove-NsmSampleApp icmp-responder }
    }

    It 'changes nothing with -WhatIf' { Invoke-NsmConformance Kernel -WhatIf | Should -BeNullOrEmpty }

    It 'says so when Pester is not there' {
        $pwsh = Join-Path -Path $PSHOME -ChildPath 'pwsh.dll'
        $manifest = (Get-Module -Name NsmPS).Path -replace '\.dll$', '.psd1'
        $script = "`$env:PSModulePath = ''; Import-Module '$manifest'; try { Import-NsmAssertion } catch { `$_.FullyQualifiedErrorId }"
        dotnet $pwsh -NoProfile -NonInteractive -Command $script | Should -BeLike 'PesterMissing,*'
    }
}
