namespace NsmPS.Adapter.Client.Events;

/// <summary>An event, and by which connection of a feed it came, counted from 1.</summary>
internal sealed record ReceivedEvent(int Connection, NsmAdapterEvent Event);
