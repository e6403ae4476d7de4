using System.Net;
using NsmPS.Adapter.Operations;
using NsmPS.Operations;

namespace NsmPS.Adapter.Hosting.Logs;

/// <summary>Everything the adapter logs. No kubeconfig, no token and no body of a request is among the parameters.</summary>
internal static partial class AdapterLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} {Version} ({Commit}) listens on {Address}, TLS: {Tls}")]
    public static partial void Listening(this ILogger log, string name, string version, string commit, IPEndPoint address, bool tls);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Danger}")]
    public static partial void Danger(this ILogger log, string danger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: operations have {Seconds} s to end")]
    public static partial void Stopping(this ILogger log, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cancelling operations that have not ended: {Ids}")]
    public static partial void Cancelling(this ILogger log, string ids);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cancelled operations do not end; the adapter ends without them")]
    public static partial void OperationsStuck(this ILogger log);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The catalogue is read; its default release is {Version}")]
    public static partial void CatalogRead(this ILogger log, string version);

    [LoggerMessage(Level = LogLevel.Error, Message = "The catalogue cannot be read: {Reason} {Remedy}")]
    public static partial void CatalogUnreadable(this ILogger log, string reason, string remedy);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operation {Id}: {Direction} {Key} on {Count} clusters")]
    public static partial void OperationAccepted(this ILogger log, string id, OperationDirection direction, string key, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Operation {Id}: {Item}")]
    public static partial void OperationGoesOn(this ILogger log, string id, LifecycleEvent item);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operation {Id}: {Summary}: {Details}")]
    public static partial void OperationSucceeded(this ILogger log, string id, string summary, string details);

    [LoggerMessage(Level = LogLevel.Error, Message = "Operation {Id}: {Summary}: {Details}")]
    public static partial void OperationFailed(this ILogger log, string id, string summary, string details);

    [LoggerMessage(Level = LogLevel.Error, Message = "Operation {Id} failed unexpectedly")]
    public static partial void OperationDefect(this ILogger log, Exception exception, string id);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The state file cannot be used, so operations that a killed adapter leaves open are not told: {Reason}")]
    public static partial void JournalUnusable(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} is refused: {Reason}")]
    public static partial void CallRefused(this ILogger log, string method, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed unexpectedly")]
    public static partial void CallDefect(this ILogger log, Exception exception, string method);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event stream of {Peer} is ended: it was not read for too long")]
    public static partial void StreamCut(this ILogger log, string peer);

    [LoggerMessage(Level = LogLevel.Information, Message = "The Meshery server at {Server} {Shown}; {Count} components were sent")]
    public static partial void Registered(this ILogger log, Uri? server, string shown, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason} {Remedy}")]
    public static partial void RegistrationFailed(this ILogger log, string reason, string remedy);
}
