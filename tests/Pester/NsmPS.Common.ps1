# What every file here needs: the built module, or the one that NSMPS_MODULE names. Clusters are sandboxes that the files start themselves.
$module = if ($env:NSMPS_MODULE) { $env:NSMPS_MODULE } else { Join-Path -Path $PSScriptRoot -ChildPath '../../artifacts/module/NsmPS/NsmPS.psd1' }
Import-Module -Name $module -Force -ErrorAction Stop

# Nobody listens at this address: a test that sends something fails instead of reaching somebody's cluster.
function New-TestKubeconfig {
    param([Parameter(Mandatory)] [string] $Path)

    Set-Content -Path $Path -Value @'
apiVersion: v1
kind: Config
current-context: first
clusters:
- name: nowhere
  cluster:
    server: https://127.0.0.1:1
contexts:
- name: first
  context:
    cluster: nowhere
    user: tester
- name: second
  context:
    cluster: nowhere
    user: tester
users:
- name: tester
  user:
    token: not-a-secret
'@
}

# The error with which a script block ends; nothing when it ends without one.
function Get-Problem {
    param([Parameter(Mandatory)] [scriptblock] $Script)

    try { $null = & $Script } catch { $_ }
}
