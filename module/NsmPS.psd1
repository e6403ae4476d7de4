@{
    RootModule           = 'NsmPS.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'bbc236a2-2f72-46d3-98a1-cdecbb1a14eb'
    Author               = 'NsmPS contributors'
    CompanyName          = 'NsmPS contributors'
    Copyright            = '(c) NsmPS contributors. Apache-2.0.'
    Description          = 'Installs, proves and removes Network Service Mesh (NSM) on Kubernetes.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('NsmPS.Format.ps1xml')
    TypesToProcess       = @('NsmPS.Types.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @(
        'Compare-NsmMesh'
        'Connect-NsmCluster'
        'Disconnect-NsmCluster'
        'Export-NsmCompatibility'
        'Export-NsmManifest'
        'Export-NsmSupportBundle'
        'Export-NsmTopology'
        'Get-NsmAdapter'
        'Get-NsmAdapterOperation'
        'Get-NsmClient'
        'Get-NsmConnection'
        'Get-NsmContext'
        'Get-NsmEndpoint'
        'Get-NsmErrorHelp'
        'Get-NsmMesh'
        'Get-NsmMeshHistory'
        'Get-NsmNetworkService'
        'Get-NsmRelease'
        'Get-NsmResidue'
        'Get-NsmSampleApp'
        'Get-NsmSandbox'
        'Import-NsmAssertion'
        'Install-NsmMesh'
        'Invoke-NsmAdapterOperation'
        'Invoke-NsmConformance'
        'Measure-NsmHealing'
        'Measure-NsmThroughput'
        'New-NsmSampleApp'
        'Remove-NsmResidue'
        'Remove-NsmSampleApp'
        'Repair-NsmMesh'
        'Restore-NsmMesh'
        'Set-NsmSandboxFault'
        'Show-NsmTopology'
        'Start-NsmAdapter'
        'Start-NsmSandbox'
        'Stop-NsmAdapter'
        'Stop-NsmSandbox'
        'Test-NsmAdapter'
        'Test-NsmIcmpConnectivity'
        'Test-NsmMesh'
        'Test-NsmPrerequisite'
        'Uninstall-NsmMesh'
        'Update-NsmMesh'
        'Wait-NsmMesh'
        'Watch-NsmAdapterEvent'
        'Watch-NsmConnection'
    )
    PrivateData          = @{
        PSData = @{
            # Systems only where NsmPS was proven.
            Tags         = @('NSM', 'NetworkServiceMesh', 'Kubernetes', 'Meshery', 'PSEdition_Core', 'Linux')
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            ProjectUri   = ''
            ReleaseNotes = ''
        }
    }
}
