namespace NsmPS.Adapter.Events;

/// <summary>How bad news is; Meshery's own three levels.</summary>
internal enum EventLevel
{
    Info,
    Warning,
    Error,
}
