namespace NsmPS;

/// <summary>A support bundle: one zip with what a maintainer asks for.</summary>
public sealed record NsmSupportBundle
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The zip; empty before it is written.</summary>
    public string File { get; init; } = "";

    /// <summary>How many bytes it has.</summary>
    public required long Size { get; init; }

    /// <summary>How many files are in it.</summary>
    public required int FileCount { get; init; }

    /// <summary>Whether names and addresses are replaced.</summary>
    public required bool Anonymized { get; init; }

    /// <summary>What is missing, one sentence each.</summary>
    public required IReadOnlyList<string> NotRead { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }
}
