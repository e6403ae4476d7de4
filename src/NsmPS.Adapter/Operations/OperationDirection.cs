namespace NsmPS.Adapter.Operations;

/// <summary>What a request wants of an operation.</summary>
internal enum OperationDirection
{
    Apply,
    Remove,
}
