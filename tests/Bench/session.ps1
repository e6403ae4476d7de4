# Runs the scripts that come in, one in each line, and answers each with a line that says how long it took, or what went wrong.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

while ($null -ne ($line = [Console]::In.ReadLine())) {
    $order = ConvertFrom-Json -InputObject $line
    $arguments = @($order.arguments)
    $script = [scriptblock]::Create($order.script)
    $problem = $null
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    try { $null = & $script @arguments } catch { $problem = "$_" }
    $clock.Stop()
    $answer = @{ milliseconds = $clock.Elapsed.TotalMilliseconds; problem = $problem }
    [Console]::Out.WriteLine((ConvertTo-Json -Compress -InputObject $answer))
}
