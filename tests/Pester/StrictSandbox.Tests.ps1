# The sandbox refuses what a Kubernetes of today refuses, and what NsmPS itself sends it passes.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh
    $admission = '/apis/admissionregistration.k8s.io/v1'

    # Lets a policy say false to deployments.
    function Deny {
        param([string] $Action)

        $rule = @{ apiGroups = @('apps'); apiVersions = @('v1'); operations = @('CREATE', 'UPDATE'); resources = @('deployments') }
        $policy = @{ matchConstraints = @{ resourceRules = @($rule) }
            validations = @(@{ expression = 'false'; message = 'not today'; reason = 'Forbidden' })
        }
        $null = Invoke-SandboxApi $sandbox "$admission/validatingadmissionpolicies" -Method POST -Body (
            @{ metadata = @{ name = 'calendar' }; spec = $policy } | ConvertTo-Json -Depth 9)
        $null = Invoke-SandboxApi $sandbox "$admission/validatingadmissionpolicybindings" -Method POST -Body (
            @{ metadata = @{ name = 'calendar' }; spec = @{ policyName = 'calendar'; validationActions = @($Action) } } |
                ConvertTo-Json -Depth 9)
    }
}

AfterAll {
    $sandbox | Stop-NsmSandbox
}

Describe 'A sandbox with policies' {
    AfterEach {
        foreach ($kind in 'validatingadmissionpolicybindings', 'validatingadmissionpolicies') {
            $null = Invoke-SandboxApi $sandbox "$admission/$kind/calendar" -Method DELETE
        }
    }

    It 'refuses a sample, and the error says which policy and why' {
        Deny -Action Deny
        $problem = { New-NsmSampleApp -Name icmp-responder -ErrorAction Stop } | Should -Throw -PassThru
        "$problem" | Should -BeLike "*ValidatingAdmissionPolicy 'calendar' with binding 'calendar' denied request: not today*"
    }

    It 'only warns when the binding says so' {
        Deny -Action Warn
        $sample = New-NsmSampleApp -Name icmp-responder -Verbose 4>&1 3>&1
        ($sample | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }) -match 'Validation failed for.*not today' |
            Should -Not -BeNullOrEmpty
        Get-NsmSampleApp -Name icmp-responder | Select-Object -ExpandProperty State | Should -Be 'Ready'
    }
}

Describe 'A manifest of one''s own with a typing error' {
    It 'is refused, and the error names the field' {
        $mine = New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath 'mine/samples/typo')
        foreach ($file in Get-ChildItem -Path "$((Get-Module -Name NsmPS).ModuleBase)/manifests/samples/icmp-responder") {
            (Get-Content -LiteralPath $file -Raw) -replace 'containers:', 'contaners:' -replace 'name: icmp-responder\b', 'name: typo' |
                Set-Content -LiteralPath (Join-Path -Path $mine -ChildPath $file.Name)
        }

        $problem = { New-NsmSampleApp -Name typo -ManifestPath "$TestDrive/mine" -ErrorAction Stop } | Should -Throw -PassThru
        "$problem" | Should -BeLike '*.spec.template.spec.contaners: field not declared in schema*'
    }
}
