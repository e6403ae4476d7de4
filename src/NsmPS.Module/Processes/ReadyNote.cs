using System.Text.Json.Serialization;

namespace NsmPS.Processes;

/// <summary>What a program writes into its ready file when it serves.</summary>
internal sealed record ReadyNote([property: JsonPropertyName("pid")] int ProcessId, [property: JsonPropertyName("address")] string Address);
