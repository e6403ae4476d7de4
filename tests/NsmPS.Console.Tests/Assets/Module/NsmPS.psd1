@{
    ModuleVersion     = '0.0.1'
    GUID              = '2c1b0e57-8a3c-4a0c-9df4-5d9e2f6a7b10'
    RootModule        = 'NsmPS.psm1'
    FormatsToProcess  = @('NsmPS.Format.ps1xml')
    FunctionsToExport = @('Get-Wire', 'Invoke-Progress', 'Invoke-Failure', 'Write-EveryStream', 'Set-Wire')
    CmdletsToExport   = @()
    AliasesToExport   = @()
}
