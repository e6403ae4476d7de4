namespace NsmPS;

/// <summary>One object of a plan.</summary>
public sealed record NsmPlanItem
{
    /// <summary>The stage; stages run one after the other.</summary>
    public required string Stage { get; init; }

    /// <summary>What happens to the object.</summary>
    public required NsmPlanAction Action { get; init; }

    /// <summary>The object's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its namespace; null for objects of the cluster.</summary>
    public string? Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the server proved the action by a dry run; false where the
    /// namespace or the definition is only being created.</summary>
    public required bool ServerValidated { get; init; }

    /// <summary>The object's resource version when the plan was made; null when it was not there.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>The fields that change, or a remark; empty when there is nothing to say.</summary>
    public string Note { get; init; } = "";

    /// <summary>The form used in messages.</summary>
    public override string ToString() => $"{Action} {(string.IsNullOrEmpty(Namespace) ? $"{Kind}/{Name}" : $"{Kind}/{Namespace}/{Name}")}";
}
