using System.Management.Automation;
using NsmPS.Parameters;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that wait.</summary>
public abstract class TimedCommand : LifecycleCommand
{
    [Parameter(HelpMessage = "How long to wait, as a TimeSpan or a number of seconds.")]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Durations.Problem(nameof(Timeout), Timeout) is { } problem)
        {
            Fail(problem);
        }
    }
}
