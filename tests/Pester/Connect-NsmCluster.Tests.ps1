BeforeAll {
    . (Join-Path $PSScriptRoot 'NsmPS.Common.ps1')
    $kubeconfig = Join-Path $TestDrive 'config'
    New-TestKubeconfig -Path $kubeconfig
}

Describe 'Connect-NsmCluster' {
    It 'refuses a context that the kubeconfig does not have' {
        { Connect-NsmCluster -Context nowhere -Kubeconfig $kubeconfig -ErrorAction Stop } |
            Should -Throw -ErrorId 'ContextNotFound,NsmPS.Commands.ConnectNsmClusterCommand'
    }

    It 'refuses a kubeconfig that does not exist' {
        { Connect-NsmCluster -Kubeconfig (Join-Path $TestDrive 'missing') -ErrorAction Stop } |
            Should -Throw -ErrorId 'KubeconfigNotFound,NsmPS.Commands.ConnectNsmClusterCommand'
    }

    It 'says that nobody answers and what to do about it' {
        $problem = $null
        try { Connect-NsmCluster -Kubeconfig $kubeconfig -ErrorAction Stop } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike 'ClusterUnreachable,*'
        $problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}

Describe 'Get-NsmContext' {
    It 'lists the contexts and marks the current one' {
        $contexts = Get-NsmContext -Kubeconfig $kubeconfig
        $contexts.Name | Should -Be 'first', 'second'
        ($contexts | Where-Object IsCurrent).Name | Should -Be 'first'
    }

    It 'takes wildcards' {
        (Get-NsmContext -Name 's*' -Kubeconfig $kubeconfig).Name | Should -Be 'second'
    }

    It 'writes an error for a name that does not exist, and goes on' {
        $found = Get-NsmContext -Name nowhere, first -Kubeconfig $kubeconfig -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.Name | Should -Be 'first'
        $problems.Count | Should -Be 1
    }
}

Describe 'Disconnect-NsmCluster' {
    It 'is silent when nothing is connected' {
        Disconnect-NsmCluster | Should -BeNullOrEmpty
    }
}
