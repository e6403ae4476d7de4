using NsmPS.Adapter.Events;
using NsmPS.Meshes;

namespace NsmPS.Adapter.Services;

/// <summary>Turns events into messages.</summary>
internal static class EventMessages
{
    public static EventsResponse From(AdapterEvent item) => new()
    {
        EventType = item.Level switch
        {
            EventLevel.Info => EventType.Info,
            EventLevel.Warning => EventType.Warn,
            _ => EventType.Error,
        },
        Summary = item.Summary,
        Details = item.Details,
        OperationId = item.OperationId,
        ProbableCause = item.ProbableCause,
        SuggestedRemediation = item.Remedy,
        ErrorCode = item.Code,
        Component = AdapterIdentity.Type,
        ComponentName = AdapterIdentity.Name,
    };
}
