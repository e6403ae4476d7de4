using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Bundles;

/// <summary>Keeps what pods and the server answered while a bundle was taken.</summary>
internal sealed class BundleTape : IWitness
{
    private readonly ConcurrentQueue<RecordedCommand> _commands = new();
    private readonly ConcurrentQueue<RecordedTrial> _trials = new();

    public IReadOnlyList<RecordedCommand> Commands =>
        [.. _commands.DistinctBy(item => (item.Namespace, item.Pod, item.Container, string.Join('\0', item.Command), item.Answer))];

    /// <summary>The last answer to each question.</summary>
    public IReadOnlyList<RecordedTrial> Trials => [.. _trials.Reverse().DistinctBy(item => item.Key).Reverse()];

    public void Ran(ExecCall call, string? asked, string? answer, ExecResult result) => _commands.Enqueue(new RecordedCommand(
        call.Namespace, call.Pod, call.Container, call.Command, asked, answer, result.StandardOutput[(asked?.Length ?? 0)..],
        result.StandardError, result.ExitCode, Failure: null));

    public void Failed(ExecCall call, NsmException failure) => _commands.Enqueue(new RecordedCommand(
        call.Namespace, call.Pod, call.Container, call.Command, null, null, "", "", 0, failure.Message));

    public void Tried(ApiRequest request, string name, ApiResponse answer) => _trials.Enqueue(new RecordedTrial(
        BundleFormat.TrialKey(request.Method.Method, request.Path.Split('?')[0], name), (int)answer.Code,
        answer.TryReadObject() ?? new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["status"] = "Failure",
            ["message"] = Encoding.UTF8.GetString(answer.Body.Span),
            ["code"] = (int)answer.Code,
        }));
}
