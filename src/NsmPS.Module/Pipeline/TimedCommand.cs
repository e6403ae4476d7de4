using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Parameters;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that wait.</summary>
public abstract class TimedCommand : LifecycleCommand
{
    [Parameter(HelpMessage = "How long to wait, as a TimeSpan, seconds, or text such as 5m or 1h30m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);
}
