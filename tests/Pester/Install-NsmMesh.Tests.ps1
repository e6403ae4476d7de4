BeforeAll {
    . (Join-Path $PSScriptRoot 'NsmPS.Common.ps1')
    $kubeconfig = Join-Path $TestDrive 'config'
    New-TestKubeconfig -Path $kubeconfig
}

Describe 'Install-NsmMesh' {
    It 'refuses <because> with the error <id>' -ForEach @(
        @{ because = 'an unknown version'; parameters = @{ Version = 'v9.9.9' }; id = 'ReleaseUnknown' }
        @{ because = 'a bad namespace name'; parameters = @{ Namespace = 'Not_A_Name' }; id = 'NamespaceInvalid' }
        @{ because = 'a negative timeout'; parameters = @{ Timeout = -5 }; id = 'TimeoutInvalid' }
        @{ because = 'a timeout that is none'; parameters = @{ Timeout = 'soon' }; id = 'TimeoutInvalid' }
        @{ because = 'an unknown forwarding plane'; parameters = @{ ForwardingPlane = 'carrier-pigeon' }; id = 'OptionInvalid' }
        @{ because = 'secure mode'; parameters = @{ Secure = $true }; id = 'SecureModeNotOffered' }
        @{ because = 'an unknown context'; parameters = @{ Context = 'nowhere' }; id = 'ContextNotFound' }
    ) {
        { Install-NsmMesh -Kubeconfig $kubeconfig @parameters -ErrorAction Stop } |
            Should -Throw -ErrorId "$id,NsmPS.Commands.InstallNsmMeshCommand"
    }

    It 'supports -WhatIf and -Confirm' {
        (Get-Command -Name Install-NsmMesh).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command -Name Install-NsmMesh).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'offers the versions on the tab key' {
        $line = 'Install-NsmMesh -Version '
        $null = Get-NsmRelease
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Contain 'v0.2.1'
    }
}

Describe 'Get-NsmRelease' {
    It 'lists v0.2.1 with the tag that its images really carry' {
        (Get-NsmRelease -Version v0.2.1).ImageTag | Should -Be 'v0.2.0'
    }

    It 'takes wildcards' {
        (Get-NsmRelease -Version 'v0.2.*').Count | Should -BeGreaterThan 1
    }
}

Describe 'Uninstall-NsmMesh' {
    It 'refuses a bad namespace name' {
        { Uninstall-NsmMesh -Kubeconfig $kubeconfig -Namespace Not_A_Name -ErrorAction Stop } |
            Should -Throw -ErrorId 'NamespaceInvalid,NsmPS.Commands.UninstallNsmMeshCommand'
    }
}

Describe 'Get-NsmMesh' {
    It 'writes one error for each cluster that does not answer, and names it' {
        $null = Get-NsmMesh -Kubeconfig $kubeconfig -Context nowhere, elsewhere -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.Count | Should -Be 2
        ($problems.ErrorDetails.Message | Sort-Object)[0] | Should -BeLike 'elsewhere:*'
    }
}

Describe 'Wait-NsmMesh' {
    It 'refuses a timeout of zero' {
        { Wait-NsmMesh -Kubeconfig $kubeconfig -Timeout 0 -ErrorAction Stop } |
            Should -Throw -ErrorId 'TimeoutInvalid,NsmPS.Commands.WaitNsmMeshCommand'
    }
}
