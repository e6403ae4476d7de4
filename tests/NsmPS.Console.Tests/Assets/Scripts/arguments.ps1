param([string] $Name, [switch] $Force, [int] $Count, [switch] $Quiet, [Parameter(ValueFromRemainingArguments)] $Rest)
"name=$Name force=$Force count=$Count quiet=$Quiet rest=$($Rest -join ',')"
"root=$PSScriptRoot"
