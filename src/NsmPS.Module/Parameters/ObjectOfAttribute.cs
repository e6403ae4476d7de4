using System.Management.Automation;

namespace NsmPS.Parameters;

/// <summary>Lets a parameter take objects of certain types only, live or as a file or a job brought them back.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ObjectOfAttribute(params Type[] types) : ArgumentTransformationAttribute
{
    /// <summary>The types that are taken.</summary>
    public IReadOnlyList<Type> Types { get; } = types;

    /// <summary>Objects for which the command could only do more than they mean. They are refused, not left to other parameters.</summary>
    public Type[] Refused { get; init; } = [];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is null ? null : PSObject.AsPSObject(inputData);
        return value is null || PipedObject.IsAny(value, Types) ? inputData!
            : PipedObject.IsAny(value, Refused)
                ? throw new ArgumentTransformationMetadataException($"The command does not work on objects of type {value.TypeNames[0]}.")
                : throw PipedObject.NotTaken();
    }
}
