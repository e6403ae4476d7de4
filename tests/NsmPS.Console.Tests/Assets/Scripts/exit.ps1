param([int] $Code, [switch] $FailFirst)
function Stop-Here { exit $Code }
if ($FailFirst) { Invoke-Failure -Terminating }
Stop-Here
'not reached'
