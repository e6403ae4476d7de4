# How long a fresh PowerShell takes to import the module and for its first and second question to a cluster, on a sandbox of its own.
# dotnet pwsh -NoProfile -File tests/Bench/first-connect.ps1
param(
    # The module to measure; give another build's to compare.
    [string] $Module = (Join-Path -Path $PSScriptRoot -ChildPath '../../artifacts/module/NsmPS/NsmPS.psd1'),

    [ValidateRange(1, 100)] [int] $Count = 9
)

$ErrorActionPreference = 'Stop'
$Module = (Resolve-Path -LiteralPath $Module).Path
Import-Module -Name $Module
$sandbox = Start-NsmSandbox -PassThru
try {
    $script = {
        param($module, $kubeconfig)

        function Measure-Milliseconds([scriptblock] $What) { (Measure-Command -Expression $What).TotalMilliseconds }
        $null = Measure-Milliseconds { Get-Date }
        [pscustomobject] @{
            Import = Measure-Milliseconds { Import-Module -Name $module }
            First = Measure-Milliseconds { Get-NsmMesh -Kubeconfig $kubeconfig }
            Second = Measure-Milliseconds { Get-NsmMesh -Kubeconfig $kubeconfig }
        } | ConvertTo-Json -Compress
    }
    $given = "& { $script } '$Module' '$($sandbox.Kubeconfig)'"
    $runs = foreach ($run in 1..$Count) {
        dotnet (Join-Path -Path $PSHOME -ChildPath 'pwsh.dll') -NoProfile -NonInteractive -Command $given | ConvertFrom-Json
    }
    foreach ($name in 'Import', 'First', 'Second') {
        $sorted = @($runs.$name | Sort-Object)
        [pscustomobject] @{
            What = $name
            Median = [math]::Round($sorted[[int] [math]::Floor($sorted.Count / 2)])
            Least = [math]::Round($sorted[0])
            Most = [math]::Round($sorted[-1])
        }
    }
}
finally {
    $sandbox | Stop-NsmSandbox
}
