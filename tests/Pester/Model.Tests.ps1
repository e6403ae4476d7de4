# The packages that `mesheryctl model import` takes, made by the task of build.ps1 that people run.

BeforeAll {
    $script:root = Split-Path -Path (Split-Path -Path $PSScriptRoot)
    $pwsh = Join-Path -Path $PSHOME -ChildPath 'pwsh.dll'
    $script:said = dotnet exec $pwsh -NoProfile -NonInteractive -File (Join-Path -Path $root -ChildPath 'build.ps1') -Task Model
    $script:code = $LASTEXITCODE
    $script:folder = Join-Path -Path $root -ChildPath 'artifacts/model'
}

Describe 'build.ps1 -Task Model' {
    It 'makes a package for each release and names it' {
        $code | Should -Be 0
        $releases = (Get-ChildItem -LiteralPath (Join-Path -Path $root -ChildPath 'manifests/mesh') -Directory).Name
        $files = (Get-ChildItem -LiteralPath $folder -Filter '*.tar.gz').Name
        $files | Should -Be @($releases | Sort-Object | ForEach-Object { "network_service_mesh-$_.tar.gz" })
        foreach ($file in $files) { "$said" | Should -BeLike "*$file*" }
    }

    It 'holds for <_> a model and components as a server of today and one of 2023 read them' -ForEach 'v0.2.1', 'v0.2.0', 'v1.18.0' {
        $unpacked = Join-Path -Path $TestDrive -ChildPath $_
        $packed = [System.IO.File]::OpenRead((Join-Path -Path $folder -ChildPath "network_service_mesh-$_.tar.gz"))
        $plain = [System.IO.Compression.GZipStream]::new($packed, [System.IO.Compression.CompressionMode]::Decompress)
        $null = New-Item -ItemType Directory -Path $unpacked
        [System.Formats.Tar.TarFile]::ExtractToDirectory($plain, $unpacked, $false)
        $plain.Dispose()
        $place = Join-Path -Path $unpacked -ChildPath "network_service_mesh/$_/v1.0.0"
        $model = Get-Content -LiteralPath (Join-Path -Path $place -ChildPath 'model.json') -Raw | ConvertFrom-Json
        "$($model.name) $($model.model.version)" | Should -Be "network_service_mesh $_"
        $components = Get-ChildItem -LiteralPath (Join-Path -Path $place -ChildPath 'components') |
            ForEach-Object { Get-Content -LiteralPath $_.FullName -Raw | ConvertFrom-Json }
        $components.component.kind | Should -Contain 'NetworkServiceMesh'
        foreach ($component in $components) {
            $component.schemaVersion | Should -Not -BeNullOrEmpty
            $component.model.model.version | Should -Be $_ -Because 'today''s server reads the release there'
            $component.component.kind | Should -Be $component.kind -Because 'a server of 2023 reads it at the top'
            # A component without a schema is answered with success, and not stored.
            ($component.component.schema | ConvertFrom-Json).type | Should -Be 'object'
            ($component.schema | ConvertFrom-Json).type | Should -Be 'object'
        }
        @($components.id | Sort-Object -Unique) | Should -HaveCount @($components).Count
    }
}
