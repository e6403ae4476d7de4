namespace NsmPS.Sandbox.Validation;

/// <summary>What the value of a field can be.</summary>
internal enum FieldForm
{
    /// <summary>Anything: the API server does not look into it.</summary>
    Anything,
    Text,
    Flag,
    Integer,
    LongInteger,
    Number,

    /// <summary>Bytes, written in Base64.</summary>
    Bytes,

    /// <summary>An amount such as <c>100m</c>.</summary>
    Quantity,
    NumberOrText,
    List,
    Map,

    /// <summary>An object whose fields are known.</summary>
    Fields,
}
