import type { FieldDefinition, FieldType, ObjectDefinition } from './field-definition.ts';
import type { Schema } from './schema.ts';

const SOAP_TYPES: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  currency: 'xsd:double',
  percent: 'xsd:double',
  double: 'xsd:double',
  int: 'xsd:int',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
};

/** Text of more than 255 letters can be neither filtered nor sorted. */
export const isLongText = ({ type, length }: FieldDefinition): boolean => type === 'textarea' && length > 255;

const isNumber = ({ type }: FieldDefinition): boolean => ['currency', 'percent', 'double'].includes(type);

const NAME_FIELDS: Record<string, string> = { Task: 'Subject', OpportunityStage: 'MasterLabel' };

const describeField = (object: ObjectDefinition, field: FieldDefinition): Record<string, unknown> => {
  const isLong = isLongText(field);
  return {
    aggregatable: !isLong && field.type !== 'boolean',
    aiPredictionField: false,
    autoNumber: false,
    byteLength: field.type === 'id' || field.type === 'reference' ? field.length : field.length * 3,
    calculated: field.calculated,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: null,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.type === 'boolean' ? field.fallback : null,
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: extraTypeOf(field),
    filterable: !isLong,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: !isLong && !isNumber(field),
    highScaleNumber: false,
    htmlFormatted: field.html,
    idLookup: field.type === 'id' || field.externalId,
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.name === (NAME_FIELDS[object.name] ?? 'Name'),
    namePointing: field.referenceTo.length > 1,
    nillable: field.nillable,
    permissionable: field.custom || (field.nillable && field.updateable),
    picklistValues: field.picklist.map(({ value, label, isDefault }) => ({
      active: true,
      defaultValue: isDefault,
      label,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restricted,
    scale: field.scale,
    searchPrefilterable: false,
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
    sortable: !isLong,
    type: field.type,
    unique: field.externalId,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
};

const extraTypeOf = (field: FieldDefinition): string | null => {
  if (field.type !== 'textarea') return null;
  return field.html ? 'richtextarea' : 'plaintextarea';
};

/** What every object of this sandbox can do: all but history and set-up can be written. */
const abilities = ({ name }: ObjectDefinition): Record<string, unknown> => {
  const isWritable = !['OpportunityHistory', 'OpportunityStage', 'Organization', 'RecordType'].includes(name);
  return {
    createable: isWritable,
    deletable: isWritable && name !== 'User',
    queryable: true,
    replicateable: name !== 'Organization',
    retrieveable: true,
    searchable: isWritable,
    triggerable: isWritable,
    undeletable: isWritable && name !== 'User',
    updateable: isWritable,
  };
};

/** The short form, as the list of all objects gives it. `base` is the path of the version. */
export const describeBriefly = (object: ObjectDefinition, base: string): Record<string, unknown> => ({
  activateable: false,
  custom: false,
  customSetting: false,
  deprecatedAndHidden: false,
  keyPrefix: object.keyPrefix,
  label: object.label,
  labelPlural: object.labelPlural,
  layoutable: true,
  mergeable: false,
  name: object.name,
  ...abilities(object),
  urls: {
    rowTemplate: `${base}/sobjects/${object.name}/{ID}`,
    describe: `${base}/sobjects/${object.name}/describe`,
    sobject: `${base}/sobjects/${object.name}`,
  },
});

/** GET /sobjects/X/describe: in the shape of the recorded one. */
export const describeObject = (schema: Schema, object: ObjectDefinition, base: string): Record<string, unknown> => ({
  actionOverrides: [],
  ...describeBriefly(object, base),
  childRelationships: schema.childRelationships(object).map(({ name, child, lookup }) => ({
    cascadeDelete: lookup === 'OpportunityId',
    childSObject: child.name,
    deprecatedAndHidden: false,
    field: lookup,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName: name,
    restrictedDelete: false,
  })),
  compactLayoutable: true,
  feedEnabled: true,
  fields: schema.fields(object).map((field) => describeField(object, field)),
  hasSubtypes: false,
  isInterface: false,
  isSubtype: false,
  mruEnabled: true,
  namedLayoutInfos: [],
  recordTypeInfos: [],
  searchLayoutable: true,
  sobjectDescribeOption: 'FULL',
});
