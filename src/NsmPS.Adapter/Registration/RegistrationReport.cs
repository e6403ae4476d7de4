namespace NsmPS.Adapter.Registration;

/// <summary>What became of one round.</summary>
internal sealed record RegistrationReport
{
    /// <summary>What the server shows afterwards; null when it cannot be asked.</summary>
    public RegisteredModels? Shown { get; init; }

    /// <summary>How many components were sent and accepted.</summary>
    public int Sent { get; init; }

    /// <summary>Components that are not where they should be.</summary>
    public required IReadOnlyList<ComponentName> Missing { get; init; }

    /// <summary>What the server refused, with its reason.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];
}
