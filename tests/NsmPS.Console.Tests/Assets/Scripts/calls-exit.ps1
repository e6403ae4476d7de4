& "$PSScriptRoot/exit.ps1" -Code 7
"called: $LASTEXITCODE"
