namespace NsmPS.Adapter.Events;

/// <summary>How serious an event is: Meshery's own three levels.</summary>
internal enum EventLevel
{
    Info,
    Warning,
    Error,
}
