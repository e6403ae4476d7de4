namespace NsmPS.Session;

/// <summary>Rules about the operations of an adapter.</summary>
internal static class AdapterOperations
{
    /// <summary>Why a key cannot be invoked; null when the adapter offers it.</summary>
    public static NsmException? Unknown(string key, IReadOnlyList<NsmAdapterOperation> offered, string address) =>
        offered.Any(operation => operation.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            ? null
            : new NsmException(NsmErrors.AdapterOperationUnknown, $"The adapter at {address} has no operation '{key}'; it has "
                + $"{string.Join(", ", offered.Select(operation => operation.Key))}.", key);
}
