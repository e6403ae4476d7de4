namespace NsmPS.Adapter.Operations.Lanes;

/// <summary>Where an operation stands.</summary>
/// <param name="Ticket">Its place, or that of the operation which it joined.</param>
/// <param name="Joined">Whether it ends with another operation.</param>
internal sealed record LanePlace(LaneTicket Ticket, bool Joined);
