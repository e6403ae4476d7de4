using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace NsmPS.Adapter.Hosting;

/// <summary>Counts what the adapter does, and writes it in the text form that Prometheus reads.</summary>
internal sealed class AdapterMetrics
{
    private readonly ConcurrentDictionary<(string Operation, string Result), long> _operations = [];
    private readonly ConcurrentDictionary<string, long> _registrations = [];
    private long _events;
    private long _cutStreams;

    /// <summary>Operations that run or wait, each cluster counted.</summary>
    public int OperationsOpen { get; set; }

    public void OperationEnded(string operation, bool succeeded) =>
        _operations.AddOrUpdate((operation, succeeded ? "success" : "failure"), 1, (_, count) => count + 1);

    public void Registered(bool succeeded) => _registrations.AddOrUpdate(succeeded ? "success" : "failure", 1, (_, count) => count + 1);

    public void EventSent() => Interlocked.Increment(ref _events);

    public void StreamCut() => Interlocked.Increment(ref _cutStreams);

    public string Write(int subscribers)
    {
        var text = new StringBuilder();
        Family(text, "nsm_adapter_operations_total", "counter", "Operations that have ended, one for each cluster.",
            _operations.Select(entry => ($"{{operation=\"{entry.Key.Operation}\",result=\"{entry.Key.Result}\"}}", entry.Value)));
        Family(text, "nsm_adapter_operations_open", "gauge", "Operations that run or wait, one for each cluster.", [("", OperationsOpen)]);
        Family(text, "nsm_adapter_events_sent_total", "counter", "Events handed to subscribers.", [("", Interlocked.Read(ref _events))]);
        Family(text, "nsm_adapter_subscribers", "gauge", "Open event streams.", [("", subscribers)]);
        Family(text, "nsm_adapter_streams_cut_total", "counter", "Event streams ended because nobody read them.",
            [("", Interlocked.Read(ref _cutStreams))]);
        Family(text, "nsm_adapter_registrations_total", "counter", "Attempts to register with the Meshery server.",
            _registrations.Select(entry => ($"{{result=\"{entry.Key}\"}}", entry.Value)));
        return text.ToString();
    }

    private static void Family(StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, long Value)> samples)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var (labels, value) in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
        }
    }
}
