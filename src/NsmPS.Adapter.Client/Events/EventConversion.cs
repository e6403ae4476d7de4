using NsmPS.Events;
using NsmPS.Meshes;

namespace NsmPS.Adapter.Client.Events;

/// <summary>Turns the protocol's events into ours.</summary>
internal static class EventConversion
{
    public static NsmAdapterEvent From(EventsResponse message, DateTimeOffset time) => new()
    {
        Time = time,
        Type = message.EventType switch
        {
            EventType.Error => NsmAdapterEventType.Error,
            EventType.Warn => NsmAdapterEventType.Warning,
            _ => NsmAdapterEventType.Info,
        },
        Summary = WordJoiner.TakeOut(message.Summary),
        Details = WordJoiner.TakeOut(message.Details),
        OperationId = message.OperationId,
        ProbableCause = message.ProbableCause,
        Remedy = message.SuggestedRemediation,
        ErrorCode = message.ErrorCode,
        Component = message.Component,
        ComponentName = message.ComponentName,
    };
}
