using System.Collections.ObjectModel;

namespace NsmPS;

/// <summary>Makes the lists that records hold.</summary>
internal static class ReadOnlyLists
{
    /// <summary>
    /// A copy that nobody can change. It has a public indexer: lists that the compiler makes
    /// of collection expressions have none, and PowerShell then takes
    /// <c>$plan.Items[0]</c> for the whole list.
    /// </summary>
    public static IReadOnlyList<T> Copy<T>(IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new ReadOnlyCollection<T>([.. values]);
    }
}
