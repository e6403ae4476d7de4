using System.Globalization;
using NsmPS.Adapter.Operations;
using NsmPS.Adapter.Operations.Journal;

namespace NsmPS.Adapter.Events;

/// <summary>Writes what is said of an operation. Pure: the same facts give the same text.</summary>
internal static class EventTexts
{
    private const string UnknownSummary = "invalid request";
    private const string LeftOut = "What the API server said is told only to the machine that asked for the operation.";

    public static AdapterEvent Started(OperationRequest request, string cluster) =>
        Progress(request, $"{Capital(request.Operation.Words.Doing(request.Direction))} {request.Operation.Words.Subject} on {cluster}");

    public static AdapterEvent Waiting(OperationRequest request, string cluster, string otherId) =>
        Progress(request, $"{request.Operation.Words.Subject} on {cluster} waits for its turn",
            $"Operation {otherId} works on the same cluster and namespace.");

    public static AdapterEvent Joined(OperationRequest request, string cluster, string otherId) =>
        Progress(request, $"{request.Operation.Words.Subject} on {cluster}: the same operation is running already",
            $"This one joins operation {otherId} and ends with it.");

    public static AdapterEvent Step(OperationRequest request, string cluster, string text, int percent) =>
        Progress(request, $"{request.Operation.Words.Subject} on {cluster}: {text}",
            string.Create(CultureInfo.InvariantCulture, $"{percent} % done."));

    public static AdapterEvent Warning(OperationRequest request, string cluster, string text)
    {
        var summary = $"{request.Operation.Words.Subject} on {cluster}: {text}";

        // Servers keep only the summary, and page and command line show both.
        return Guarded(request, EventLevel.Warning, EventRole.Notice, summary, summary.Length > EventGuard.SummaryLimit ? text : "");
    }

    /// <param name="request">The operation.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="inShort">What is worth knowing, for servers that keep only the summary; empty when there is nothing.</param>
    /// <param name="facts">The same in full.</param>
    public static AdapterEvent Succeeded(OperationRequest request, string cluster, string inShort, string facts)
    {
        var words = request.Operation.Words;
        var done = words.Done(request.Direction);
        var item = new AdapterEvent
        {
            Level = EventLevel.Info,
            Role = EventRole.End,
            OperationId = request.OperationId,
            Summary = $"{words.Subject} {done} successfully on {cluster}" + (inShort.Length == 0 ? "" : $": {inShort}"),
            Details = $"The {words.Subject} is now {done}. {facts}",
        };
        return (request.Operation.Kind, request.Direction) switch
        {
            (_, OperationDirection.Remove) => EventGuard.Apply(item, EventWords.Removed),
            (OperationKind.Mesh, _) => EventGuard.Apply(item, EventWords.MeshInstalled),
            _ => EventGuard.Apply(item),
        };
    }

    /// <summary>The end of an operation that did not reach what it promised.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="cluster">The cluster; null when it failed before there was one.</param>
    /// <param name="error">Why.</param>
    public static AdapterEvent Failed(OperationRequest request, string? cluster, NsmException error)
    {
        var place = cluster is null ? "" : $" on {cluster}";
        var target = error.Target is null || error.Message.Contains(error.Target, StringComparison.Ordinal) ? "" : $" ({error.Target})";
        var details = cluster is null || error.Message.Contains(cluster, StringComparison.Ordinal)
            ? error.Message
            : $"{cluster}: {error.Message}";
        return Failure(request.OperationId, $"{EventWords.FailurePrefix} {request.Operation.Words.Doing(request.Direction)} "
            + $"{request.Operation.Words.Subject}{place}", $"{details}{target}\n{error.Detail}".TrimEnd(), error);
    }

    /// <summary>The event as it is for the caller's machine, without the words of its API server for everybody else: nobody vouches for
    /// that server, and it must not speak to them.</summary>
    public static AdapterEvent ForCallerOnly(AdapterEvent item, OperationRequest request, string cluster, NsmException? error) => item with
    {
        Caller = request.Caller,
        ForOthers = error is null
            ? Warning(request, cluster, LeftOut)
            : Failed(request, cluster, new NsmException(error.Error, $"{cluster}: {error.Error.ProbableCause} {LeftOut}")),
    };

    /// <summary>The end of an operation that an adapter before this one did not come to.</summary>
    public static AdapterEvent LeftOpen(OpenOperation left)
    {
        var error = new NsmException(NsmErrors.AdapterStopping,
            $"{left.Cluster}: the operation ended with the adapter, which stopped before it was done; the same command completes it.");
        return Failure(left.Id, $"{EventWords.FailurePrefix} {left.Doing} {left.Subject} on {left.Cluster}", error.Message, error);
    }

    /// <summary>An operation key that nobody knows.</summary>
    public static AdapterEvent Unknown(string operationId, NsmException error) =>
        Failure(operationId, UnknownSummary, $"Error {Code(error)}: {error.Message}", error);

    /// <summary>Something about the adapter itself.</summary>
    public static AdapterEvent Notice(string operationId, string summary, NsmException error) => EventGuard.Apply(new AdapterEvent
    {
        Level = EventLevel.Warning,
        Role = EventRole.Notice,
        OperationId = operationId,
        Summary = summary,
        Details = error.Message,
        ProbableCause = error.Error.ProbableCause,
        Remedy = Remedy(error),
        Code = Code(error),
    });

    private static AdapterEvent Progress(OperationRequest request, string summary, string details = "") =>
        Guarded(request, EventLevel.Info, EventRole.Progress, summary, details);

    private static AdapterEvent Guarded(OperationRequest request, EventLevel level, EventRole role, string summary, string details) =>
        EventGuard.Apply(new AdapterEvent
        {
            Level = level,
            Role = role,
            OperationId = request.OperationId,
            Summary = summary,
            Details = details
        });

    private static AdapterEvent Failure(string operationId, string summary, string details, NsmException error) =>
        EventGuard.Apply(new AdapterEvent
        {
            Level = EventLevel.Error,
            Role = EventRole.End,
            OperationId = operationId,
            Summary = summary,
            Details = details,
            ProbableCause = error.Error.ProbableCause,
            Remedy = Remedy(error),
            Code = Code(error),
        });

    /// <summary>Meshery has no such switch; the commands of the module do.</summary>
    private static string Remedy(NsmException error) => error.Remedy
        .Replace("-Force", "the switch -Force of NsmPS's PowerShell commands, which Meshery does not have", StringComparison.Ordinal);

    private static string Code(NsmException error) => error.Error.MesheryCode.ToString(CultureInfo.InvariantCulture);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
