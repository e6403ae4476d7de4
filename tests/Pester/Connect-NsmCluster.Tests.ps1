BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $kubeconfig = Join-Path -Path $TestDrive -ChildPath 'config'
    New-TestKubeconfig -Path $kubeconfig
    $sandbox = Start-NsmSandbox -PassThru
    Disconnect-NsmCluster
}

AfterAll {
    if ($sandbox) { $sandbox | Stop-NsmSandbox }
}

Describe 'Connect-NsmCluster' {
    It 'refuses a context that the kubeconfig does not have' {
        { Connect-NsmCluster -Context nowhere -Kubeconfig $kubeconfig -ErrorAction Stop } |
            Should -Throw -ErrorId 'ContextNotFound,NsmPS.Commands.ConnectNsmClusterCommand'
    }

    It 'refuses a kubeconfig that does not exist' {
        { Connect-NsmCluster -Kubeconfig (Join-Path -Path $TestDrive -ChildPath 'missing') -ErrorAction Stop } |
            Should -Throw -ErrorId 'KubeconfigNotFound,NsmPS.Commands.ConnectNsmClusterCommand'
    }

    It 'says that nobody answers and what to do about it' {
        $problem = Get-Problem { Connect-NsmCluster -Kubeconfig $kubeconfig -ErrorAction Stop }
        $problem.FullyQualifiedErrorId | Should -BeLike 'ClusterUnreachable,*'
        $problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'writes the connection with the version that the server tells' {
        $connection = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
        $connection | Should -BeOfType 'NsmPS.NsmConnection'
        "$($connection.Server)" | Should -BeLike "$($sandbox.Address)*"
        $connection.ServerVersion | Should -BeLike 'v*sandbox*'
    }

    It 'takes a context from the pipeline, and is what other commands use then' {
        $connection = Get-NsmContext -Kubeconfig $sandbox.Kubeconfig | Connect-NsmCluster
        $connection.Kubeconfig | Should -Be $sandbox.Kubeconfig
        Get-NsmMesh -ErrorAction Stop | Should -BeNullOrEmpty
        Disconnect-NsmCluster
    }
}

Describe 'Get-NsmContext' {
    It 'lists the contexts and marks the current one' {
        $contexts = Get-NsmContext -Kubeconfig $kubeconfig
        $contexts | Should -BeOfType 'NsmPS.NsmContext'
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
        $problems[0].FullyQualifiedErrorId | Should -Be 'ContextNotFound,NsmPS.Commands.GetNsmContextCommand'
    }

    It 'shows the connected kubeconfig unless it is given another' {
        $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
        (Get-NsmContext).Kubeconfig | Should -Be $sandbox.Kubeconfig
        (Get-NsmContext -Kubeconfig $kubeconfig)[0].Kubeconfig | Should -Be $kubeconfig
        Disconnect-NsmCluster
    }
}

Describe 'Disconnect-NsmCluster' {
    It 'is silent when nothing is connected' {
        Disconnect-NsmCluster | Should -BeNullOrEmpty
    }

    It 'makes the session forget the cluster' {
        $null = Connect-NsmCluster -Kubeconfig $sandbox.Kubeconfig
        Disconnect-NsmCluster
        $other = $env:KUBECONFIG
        try {
            $env:KUBECONFIG = $kubeconfig
            (Get-NsmContext).Name | Should -Contain 'first'
        }
        finally {
            $env:KUBECONFIG = $other
        }
    }
}
