# A scenario of the user stands while its tests run, and somebody stops them.
BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'NsmPS.Common.ps1')
    $script:sandbox = Connect-TestSandbox
    $null = Install-NsmMesh
    $null = New-NsmSampleApp icmp-responder -ClientReplicas 1
    $own = (New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath 'shop')).FullName
    $script:stands = Join-Path -Path $TestDrive -ChildPath 'stands'
    Set-Content -LiteralPath "$own/Shop.Tests.ps1" -Value "Describe shop { It 'lasts' { Set-Content '$stands' yes; Start-Sleep 300 } }"
    Set-Content -LiteralPath "$own/shop.yaml" -Value @'
apiVersion: apps/v1
kind: Deployment
metadata: { name: till, annotations: { ns.networkservicemesh.io: icmp-responder } }
spec:
  selector: { matchLabels: { app: till } }
  template:
    metadata: { labels: { app: till } }
    spec: { containers: [{ name: main, image: 'alpine:3.22' }] }
'@
    $manifest = (Get-Module -Name NsmPS).Path -replace '\.dll$', '.psd1'
    $pester = (Get-Module -Name Pester).Path -replace '\.psm1$', '.psd1'
    $script:call = "Import-Module '$pester'; Import-Module '$manifest'; " +
        "Invoke-NsmConformance -Path '$own' -Kubeconfig '$($sandbox.Kubeconfig)'"
}

AfterAll { Get-NsmSandbox | Stop-NsmSandbox }

Describe 'Ctrl+C during Invoke-NsmConformance' {
    BeforeEach { Remove-Item -LiteralPath $stands -ErrorAction Ignore }

    It 'removes the scenario, without waiting for its pods' {
        $shell = Open-Shell
        try {
            $running = $shell.AddScript($call).BeginInvoke()
            Wait-Answer -Ask { Test-Path -LiteralPath $stands } | Should -BeTrue
            (Get-NsmSampleApp).Name | Should -Contain shop
            $shell.Stop()
            { $shell.EndInvoke($running) } | Should -Throw -ExpectedMessage '*stopped*'
        }
        finally { $shell.Runspace.Dispose() }
        Wait-Answer -Ask { @((Get-NsmSampleApp).Name) -join " " } -Until { $_ -eq 'icmp-responder' } | Should -Be 'icmp-responder'
    }

    It 'says that the scenario stays, and how to remove it, where the cluster is gone by then' {
        $out = Join-Path -Path $TestDrive -ChildPath 'out'
        $with = @{ RedirectStandardOutput = $out; RedirectStandardError = "$out.err"; PassThru = $true }
        $pwsh = Join-Path -Path $PSHOME -ChildPath 'pwsh.dll'
        $process = Start-Process dotnet -ArgumentList $pwsh, '-NoProfile', '-NonInteractive', '-Command', "`"$call`"" @with
        Wait-Answer -Ask { Test-Path -LiteralPath $stands } | Should -BeTrue
        $sandbox | Stop-NsmSandbox
        kill -INT $process.Id
        $process.WaitForExit(60000) | Should -BeTrue
        Get-Content -LiteralPath $out -Raw | Should -BeLike '*WARNING: *The scenario stays; Remove-NsmSampleApp shop removes it.*'
    }
}
