# What every file here needs: the built module, or the one that NSMPS_MODULE names, and no cluster.
$module = if ($env:NSMPS_MODULE) { $env:NSMPS_MODULE } else { Join-Path $PSScriptRoot '../../artifacts/module/NsmPS/NsmPS.psd1' }
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
