using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Errors;
using NsmPS.Parameters;
using NsmPS.Processes;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that stop programs which this user has started on this machine.</summary>
public abstract class StopProgramCommand : NsmCommand
{
    /// <summary>The parameter set of all of them.</summary>
    protected const string AllSet = "All";

    [Parameter(Mandatory = true, ParameterSetName = AllSet, HelpMessage = "Stop every one that this user has started on this machine.")]
    public SwitchParameter All { get; set; }

    [Parameter(
        HelpMessage = "How long it may take to end what it does, as a TimeSpan, seconds, or text such as 5m or 1h30m; then it is ended.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    [Parameter(HelpMessage = "Write each one that was stopped.")]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What it is called in messages, for example <c>adapter</c>.</summary>
    private protected abstract string Noun { get; }

    /// <summary>Where those that run are remembered.</summary>
    private protected abstract ProcessRegistry Registry { get; }

    protected override void ProcessRecord()
    {
        List<ProcessRecord> found = [];
        Run(queue => found = Find(Registry.ReadAlive(), queue));
        foreach (var record in found.Where(record =>
            ShouldProcess($"{record.Address} (process {record.ProcessId})", $"Stop the NSM {Noun}")))
        {
            TryRun((queue, token) => StopAsync(record, queue, token));
        }
    }

    /// <summary>Which ones the parameters mean, each under the name that the user gave it.</summary>
    private protected abstract IEnumerable<(string Name, Func<ProcessRecord, bool> Matches)> Wanted(IReadOnlyList<ProcessRecord> alive);

    /// <summary>The error when none is meant by a name.</summary>
    private protected abstract NsmException NotFound(string name);

    /// <summary>The object that the user gets for a stopped program.</summary>
    private protected abstract object Describe(ProcessRecord record);

    /// <summary>What else ends with it.</summary>
    private protected virtual void Forget(ProcessRecord record)
    {
    }

    /// <summary>All that run.</summary>
    private protected static IEnumerable<(string Name, Func<ProcessRecord, bool> Matches)> Every(IReadOnlyList<ProcessRecord> alive) =>
        alive.Select(every => (every.Address, (Func<ProcessRecord, bool>)(record => record == every)));

    private List<ProcessRecord> Find(IReadOnlyList<ProcessRecord> alive, PipelineQueue queue)
    {
        var found = new List<ProcessRecord>();
        foreach (var (name, matches) in Wanted(alive))
        {
            var matching = alive.Where(matches).ToList();
            found.AddRange(matching);
            if (matching.Count == 0)
            {
                queue.Error(ErrorRecords.From(NotFound(name)));
            }
        }

        return [.. found.Distinct()];
    }

    private async Task StopAsync(ProcessRecord record, PipelineQueue queue, CancellationToken cancellationToken)
    {
        if (!await ProgramStopper.StopAsync(record, Timeout, cancellationToken))
        {
            queue.Warning($"The {Noun} at {record.Address} did not end within {Timeout}; its process {record.ProcessId} was ended.");
        }

        Registry.Remove(record.ProcessId);
        Forget(record);
        queue.Verbose($"The {Noun} at {record.Address}, process {record.ProcessId}, has ended.");
        if (PassThru)
        {
            queue.Object(Describe(record));
        }
    }
}
