namespace NsmPS.Adapter.Events;

/// <summary>Where an event stands in the life of an operation on one cluster.</summary>
internal enum EventRole
{
    /// <summary>Anything before the end. It may be dropped for a caller that reads too slowly.</summary>
    Progress,

    /// <summary>The one event that says how it ended. It is never dropped.</summary>
    End,

    /// <summary>Belongs to no operation. It is never dropped.</summary>
    Notice,
}
